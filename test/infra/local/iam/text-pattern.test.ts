import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob } from '../../../../infra/local/iam/glob.ts';
import { readContext } from '../../../../infra/local/iam/request-context.ts';
import { describePattern, readPattern, resolvePattern } from '../../../../infra/local/iam/text-pattern.ts';
import { KNOWN_KEYS } from './policy-case.ts';

const reading = { where: 'a policy', knownKeys: KNOWN_KEYS, wildcards: true };
const tagged = (value: string) => readContext({ 'aws:PrincipalTag/caller': value });
const matches = (source: string, text: string, context = readContext({})) => {
  const glob = resolvePattern(readPattern(source, reading), context);
  return glob !== undefined && matchesGlob(glob, text);
};

test('treats the value of a variable as plain text, whatever wildcards it holds (D9)', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '$', '{', '}') });
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: fc.constantFrom('a', '*', '?', '$', '{', '}') }),
      text,
      (value, got) => {
        expect(matches('${aws:PrincipalTag/caller}', got, tagged(value))).toBe(got === value);
      },
    ),
    { numRuns: 500 },
  );
});

test.each<[string, string, string, boolean]>([
  ['a variable inside text', 'orders/${aws:PrincipalTag/caller}/x', 'orders/alice/x', true],
  ['a variable in other letters', '${AWS:principaltag/Caller}', 'alice', true],
  ['a wildcard beside a variable', '${aws:PrincipalTag/caller}#*', 'alice#1', true],
  ['a default value that is not needed', "${aws:PrincipalTag/caller, 'bob'}", 'bob', false],
  ['a default value that is needed', "${aws:PrincipalTag/team, 'blue'}", 'blue', true],
  ['a default value that holds a star', "${aws:PrincipalTag/team, '*'}", 'blue', false],
  ['a missing value', '${aws:PrincipalTag/team}', '', false],
  ['a missing value under a star', '*${aws:PrincipalTag/team}', 'anything', false],
  ['a literal star', '${*}', '*', true],
  ['a literal star against text', '${*}', 'text', false],
  ['a literal question mark', 'a${?}', 'ab', false],
  ['a literal dollar', '${$}{x}', '${x}', true],
  ['a dollar alone', 'a$b', 'a$b', true],
])('resolves %s', (_, source, text, result) => expect(matches(source, text, tagged('alice'))).toBe(result));

test('counts an empty tag as no value (D9)', () => {
  expect(matches('${aws:PrincipalTag/caller}', '', tagged(''))).toBe(false);
  expect(matches('orders/${aws:PrincipalTag/caller}*', 'orders/bob', tagged(''))).toBe(false);
});

test('takes wildcards as plain characters where the operator knows none', () => {
  const glob = resolvePattern(readPattern('a*?', { ...reading, wildcards: false }), readContext({})) ?? [];
  expect(matchesGlob(glob, 'a*?')).toBe(true);
  expect(matchesGlob(glob, 'abc')).toBe(false);
});

test.each(['${', 'a${b', '${aws:PrincipalTag/x, blue}', '${}', '${a b}'])(
  'stops at the broken variable %s',
  (source) => {
    expect(() => readPattern(source, reading)).toThrow(`the policy variable in ${source}`);
  },
);

test('stops at a variable that local mode does not fill', () => {
  expect(() => readPattern('${aws:username}', reading)).toThrow('the condition key aws:username (in a policy)');
});

test('stops at a many-valued key used as a variable', () => {
  const context = readContext({ 'aws:TagKeys': ['a', 'b'] });
  expect(() => matches('${aws:TagKeys}', 'a', context)).toThrow('the many-valued key aws:TagKeys as a variable');
});

test('shows a pattern with the values of the request', () => {
  const pattern = readPattern('a/${aws:PrincipalTag/caller}/${aws:PrincipalTag/team}/*', reading);
  expect(describePattern(pattern, tagged('alice'))).toBe('a/alice/${aws:PrincipalTag/team} (no value)/*');
});
