import { beforeEach, expect, test } from 'vitest';
import { type TestTable, testTable } from './fixture/client-cloud.ts';

let table: TestTable;
beforeEach(async () => {
  table = await testTable();
});

const UNREACHABLE = expect.objectContaining({ failure: { reason: 'state_unreachable' } });

test('keeps, changes and deletes an item', async () => {
  const { state } = table;
  await state.put('client#a', { name: { S: 'A' } });
  await state.update('client#a', { change: 'SET amount = :s', values: { ':s': { N: '1' } } });
  expect(await state.get('client#a')).toEqual({ key: { S: 'client#a' }, name: { S: 'A' }, amount: { N: '1' } });
  await state.delete('client#a');
  expect(await state.get('client#a')).toBeUndefined();
});

test('says when a condition does not hold, and changes nothing', async () => {
  const { state } = table;
  await state.put('client#a', { name: { S: 'A' } });
  const taken = { change: 'SET amount = :s', condition: 'attribute_not_exists(amount)', values: { ':s': { N: '1' } } };
  expect(await state.update('client#a', taken)).toBe(true);
  expect(await state.update('client#a', taken)).toBe(false);
});

test.each(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'])(
  'a failed %s is a failure, never an answer',
  async (operation) => {
    table.fail(operation);
    const { state } = table;
    const asked = {
      GetItem: () => state.get('client#a'),
      PutItem: () => state.put('client#a', {}),
      UpdateItem: () => state.update('client#a', { change: 'SET a = :a', values: { ':a': { N: '1' } } }),
      DeleteItem: () => state.delete('client#a'),
    }[operation];
    await expect(asked?.()).rejects.toEqual(UNREACHABLE);
  },
);
