import { Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ToolList } from '../../../infra/gateway/tool-list.ts';
import { exampleContract } from '../example-gateway.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta'];

function listOf(contracts: ReturnType<typeof exampleContract>[], baseline?: readonly string[]) {
  const list = new ToolList(new Stack(), baseline && { baselineScopes: baseline });
  for (const contract of contracts) list.add(contract);
  return list;
}

test('the contract file does not depend on the order in which tools are added (A9)', () => {
  const expected = listOf(NAMES.map((name) => exampleContract(name))).contractFile();
  fc.assert(
    fc.property(fc.shuffledSubarray(NAMES, { minLength: NAMES.length }), (names) => {
      expect(listOf(names.map((name) => exampleContract(name))).contractFile()).toEqual(expected);
    }),
  );
});

test('a first sign-in asks for the scopes of tools that only read (C6)', () => {
  const list = listOf([
    exampleContract('find', 'read', 'orders.read'),
    exampleContract('list', 'read', 'orders.read'),
    exampleContract('save', 'write', 'orders.write'),
    exampleContract('refund', 'destructive', 'orders.refund'),
  ]);
  expect(list.baselineScopes()).toEqual(['orders.read']);
});

test('a first sign-in asks for the scopes that were named instead (C6)', () => {
  const list = listOf([exampleContract('find'), exampleContract('save', 'write')], ['save']);
  expect(list.baselineScopes()).toEqual(['save']);
  expect(list.findProblems()).toEqual([]);
});

test('the sign-in page shows for each scope what it opens', () => {
  const list = listOf([exampleContract('list', 'read', 'orders'), exampleContract('find', 'read', 'orders')]);
  expect(list.scopes()).toEqual([{ name: 'orders', description: 'Title of find; Title of list' }]);
});

test('the contract file says which tools are narrowed (B9)', () => {
  const file = listOf([exampleContract('find'), exampleContract('list')]).contractFile(
    new Map([['find', { narrowed: true, delegated: false, entered: [] }]]),
  );
  expect(file.tools.map(({ name, narrowed }) => [name, narrowed])).toEqual([
    ['find', true],
    ['list', false],
  ]);
});
