import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type StateItems, stateItems } from '../../../functions/operator/state-items.ts';
import { afterChange, changesAnything, stopChange } from '../../../functions/operator/stop-change.ts';
import { type TableEngine, tableEngine } from '../../../infra/local/aws/table-engine.ts';
import type { ChangeTarget } from '../../../shared/change-record.ts';
import { answeredBy } from './answered-by.ts';

const NOW = 1_795_000_000;
let engine: TableEngine;
let items: StateItems;
let table = 0;

beforeAll(() => {
  engine = tableEngine();
});
afterAll(() => engine.close());
beforeEach(async () => {
  table += 1;
  await engine.ask('CreateTable', {
    TableName: `State${table}`,
    AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const dynamodb = answeredBy(new DynamoDBClient({ region: 'eu-central-1' }), async (command, input) => {
    const { status, body } = await engine.ask(command, input);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  });
  items = stateItems(`State${table}`, dynamodb);
});

const alice: ChangeTarget = { kind: 'user', name: 'alice' };

test('a stop answers what was before, and what is after is what was foretold (I6)', async () => {
  const revoke = stopChange('revoke', alice, NOW);
  const disable = stopChange('disable', alice, NOW + 1);
  expect(await items.change(revoke)).toEqual({});
  expect(await items.change(disable)).toEqual({ revokedAt: NOW });
  const after = afterChange({ revokedAt: NOW }, disable);
  expect(after).toEqual({ revokedAt: NOW, disabledAt: NOW + 1 });
  expect(await items.read('stop#user#alice')).toEqual(after);
});

test('enabling takes the switch away and leaves the revocation (B7)', async () => {
  await items.change(stopChange('revoke', alice, NOW));
  await items.change(stopChange('disable', alice, NOW));
  const before = await items.read('stop#user#alice');
  const enable = stopChange('enable', alice, NOW + 9);
  await items.change(enable, before);
  expect(await items.read('stop#user#alice')).toEqual({ revokedAt: NOW });
  expect(afterChange(before, enable)).toEqual({ revokedAt: NOW });
});

test('who was disabled again in the meantime stays disabled (B7)', async () => {
  await items.change(stopChange('disable', alice, NOW));
  const before = await items.read('stop#user#alice');
  await items.change(stopChange('disable', alice, NOW + 5));
  await expect(items.change(stopChange('enable', alice, NOW + 9), before)).rejects.toMatchObject({
    reason: 'state_unreachable',
  });
  expect(await items.read('stop#user#alice')).toEqual({ disabledAt: NOW + 5 });
});

test('tools are switched one by one in one item (B7)', async () => {
  const tool = (name: string): ChangeTarget => ({ kind: 'tool', name });
  expect(await items.change(stopChange('disable', tool('b_tool'), NOW))).toEqual({});
  expect(await items.change(stopChange('disable', tool('a_tool'), NOW))).toEqual({ tools: ['b_tool'] });
  const before = await items.read('stop#tools');
  expect(before).toEqual(afterChange({ tools: ['b_tool'] }, stopChange('disable', tool('a_tool'), NOW)));
  const enable = stopChange('enable', tool('b_tool'), NOW);
  await items.change(enable, before);
  expect(await items.read('stop#tools')).toEqual({ tools: ['a_tool'] });
  expect(afterChange(before, enable)).toEqual({ tools: ['a_tool'] });
  expect(changesAnything({ tools: ['a_tool'] }, enable)).toBe(false);
  expect(changesAnything({ tools: ['b_tool'] }, enable)).toBe(true);
});

test.each<[ChangeTarget, string]>([
  [{ kind: 'client', name: 'app' }, 'stop#client#app'],
  [{ kind: 'all' }, 'stop#all'],
  [{ kind: 'token', name: 'id' }, 'stop#token#id'],
])('each kind of target has its own key: %j', (target, key) => {
  expect(stopChange('disable', target, NOW).key).toBe(key);
});

test('a revoked token is forgotten after more than a year, a revoked person never (B7)', () => {
  expect(stopChange('revoke', { kind: 'token', name: 'id' }, NOW)).toMatchObject({
    values: { revokedAt: NOW, expiresAt: NOW + 400 * 86_400 },
  });
  expect(stopChange('revoke', alice, NOW)).toMatchObject({ values: { revokedAt: NOW } });
  expect(stopChange('revoke', alice, NOW)).not.toHaveProperty('values.expiresAt');
});

test('a table that does not answer is named as such', async () => {
  const down = stateItems('none', { send: async () => Promise.reject(new Error('down')) });
  await expect(down.read('stop#all')).rejects.toMatchObject({ reason: 'state_unreachable' });
  await expect(down.change(stopChange('disable', alice, NOW))).rejects.toMatchObject({ reason: 'state_unreachable' });
});
