import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawReferences, textOf } from '../../../infra/report/template-text.ts';

const NAMES = { nameOf: (id: string) => (id === 'Orders3B2' ? 'Orders' : id), exported: () => undefined };

test.each([
  [{ Ref: 'Orders3B2' }, '<Orders>'],
  [{ 'Fn::GetAtt': ['Orders3B2', 'Arn'] }, '<Orders.Arn>'],
  [{ 'Fn::GetAtt': 'Orders3B2.Arn' }, '<Orders.Arn>'],
  [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x']] }, 'arn:<AWS::Partition>:x'],
  [{ 'Fn::Join': ['', ['arn:', { 'Fn::If': ['C', 'a', 'b'] }]] }, 'arn:<{"Fn::If":["C","a","b"]}>'],
  [{ 'Fn::Sub': '${Orders3B2.Arn}/${!aws:x}/${AWS::Region}' }, '<Orders.Arn>/${aws:x}/<AWS::Region>'],
  [{ 'Fn::Sub': ['${Own}', { Own: { Ref: 'Orders3B2' } }] }, '<Orders>'],
  [{ 'Fn::If': ['Wide', '*', 'arn'] }, '<{"Fn::If":["Wide","*","arn"]}>'],
  [{ 'Fn::ImportValue': 'Elsewhere' }, '<{"Fn::ImportValue":"Elsewhere"}>'],
  [{ 'Fn::Join': 'odd' }, '<{"Fn::Join":"odd"}>'],
  [{ Action: { Ref: 'Orders3B2' } }, { Action: '<Orders>' }],
  [{ Statement: [{ Ref: 'AWS::NoValue' }, 'kept'], Gone: { Ref: 'AWS::NoValue' } }, { Statement: ['kept'] }],
])('references are drawn as text: %j', (value, drawn) => {
  expect(drawReferences(value, NAMES)).toEqual(drawn);
});

test('a function of CloudFormation that is not known keeps all its words, so nothing it gives is lost', () => {
  const name = fc
    .stringMatching(/^Fn::[A-Z][A-Za-z]{2,12}$/)
    .filter((fn) => !/^Fn::(GetAtt|Join|Sub|ImportValue)$/.test(fn));
  fc.assert(
    fc.property(name, fc.jsonValue(), (fn, argument) => {
      const plain = JSON.parse(JSON.stringify(argument));
      expect(textOf(drawReferences({ [fn]: plain }, NAMES))).toBe(`<${JSON.stringify({ [fn]: plain })}>`);
    }),
  );
});
