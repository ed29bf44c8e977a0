import { expect, test } from 'vitest';
import { readOrder } from '../../../functions/operator/read-order.ts';

const PROOF = { authorization: 'AWS4-HMAC-SHA256 …', amzDate: '20261123T080000Z' };
const request = (order: unknown) => ({ version: 1, order: JSON.stringify(order), proof: PROOF });
const order = (action: string, kind: string, name?: string) => ({ gateway: 'desk', action, target: { kind, name } });
const REFUSED = expect.objectContaining({ reason: 'order_refused' });

test.each<[string, string, string?]>([
  ['revoke', 'user', 'alice'],
  ['revoke', 'client', 'https://client.example/metadata.json'],
  ['revoke', 'token', 'a1b2'],
  ['disable', 'tool', 'list_orders'],
  ['disable', 'all'],
  ['enable', 'user', 'Zoë O’Hara'],
])('reads the order to %s %s %s', (action, kind, name) => {
  const read = readOrder(request(order(action, kind, name)), 'desk');
  expect(read).toEqual({
    order: order(action, kind, name),
    text: JSON.stringify(order(action, kind, name)),
    proof: PROOF,
  });
});

test.each<[string, string, string?]>([
  ['revoke', 'all'],
  ['revoke', 'tool', 'list_orders'],
  ['disable', 'token', 'a1b2'],
  ['enable', 'token', 'a1b2'],
  ['disable', 'all', 'name'],
  ['disable', 'tool'],
  ['disable', 'tool', 'List-Orders'],
  ['revoke', 'user'],
  ['revoke', 'user', ''],
  ['revoke', 'user', 'alice\nforged'],
  ['revoke', 'client', 'ü'.repeat(751)],
  ['delete', 'user', 'alice'],
])('an order to %s %s %j makes no sense and is refused (I6)', (action, kind, name) => {
  expect(() => readOrder(request(order(action, kind, name)), 'desk')).toThrow(REFUSED);
});

test('an order for another gateway is refused (I6)', () => {
  expect(() => readOrder(request(order('disable', 'all')), 'desk-eu')).toThrow(REFUSED);
});

test.each([
  undefined,
  {},
  { version: 1, order: 'not json', proof: PROOF },
  { version: 2, order: '{}', proof: PROOF },
  { version: 1, order: JSON.stringify(order('disable', 'all')) },
  { ...request(order('disable', 'all')), extra: true },
  request({ ...order('disable', 'all'), actor: 'arn:aws:iam::123456789012:user/mallory' }),
])('what is not an order with a proof is refused: %j (I6)', (event) => {
  expect(() => readOrder(event, 'desk')).toThrow(REFUSED);
});
