import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { envelope, invoke, LENT } from '../runtime/invoke-tool.ts';
import { type FakeAws, fakeAws } from './fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
  process.env.ORDERS_TABLE = 'orders';
});
afterAll(() => aws.close());
beforeEach(() => aws.requests.splice(0));

const { handler: listOrders } = await import('../../../functions/tools/list-orders.ts');
const { handler: getOrder } = await import('../../../functions/tools/get-order.ts');

function item(orderId: string, placedAt: string): Record<string, unknown> {
  return {
    callerId: { S: 'alice-1' },
    orderId: { S: orderId },
    item: { S: 'Lamp' },
    cents: { N: '4200' },
    status: { S: 'open' },
    placedAt: { S: placedAt },
  };
}

const OLD = item('ord_aaaaaaaaaaaa', '2026-01-01T00:00:00Z');
const NEW = item('ord_bbbbbbbbbbbb', '2026-11-01T00:00:00Z');

test('list_orders asks for the caller’s own items, with the credentials of the call (D1, D9)', async () => {
  aws.answer = () => ({ body: JSON.stringify({ Items: [OLD, NEW] }) });
  const { frames } = await invoke(listOrders, envelope({ limit: 1 }, 'list_orders'));
  expect(frames).toEqual([
    {
      type: 'result',
      output: {
        orders: [
          { orderId: 'ord_bbbbbbbbbbbb', item: 'Lamp', cents: 4200, status: 'open', placedAt: '2026-11-01T00:00:00Z' },
        ],
      },
    },
  ]);
  expect(aws.requests).toMatchObject([{ action: 'Query' }]);
  expect(JSON.parse(aws.requests[0]?.body ?? '')).toMatchObject({
    TableName: 'orders',
    KeyConditionExpression: 'callerId = :caller',
    ExpressionAttributeValues: { ':caller': { S: 'alice-1' } },
  });
  expect(aws.requests[0]?.authorization).toContain(LENT.accessKeyId);
});

test('list_orders says so when it cannot know the newest orders', async () => {
  aws.answer = () => ({ body: JSON.stringify({ Items: [OLD], LastEvaluatedKey: { callerId: { S: 'alice-1' } } }) });
  const { frames } = await invoke(listOrders, envelope({}, 'list_orders'));
  expect(frames).toMatchObject([{ type: 'error', message: expect.stringContaining('get_order') }]);
});

test('get_order reads one order under the caller’s own key (D9)', async () => {
  aws.answer = () => ({ body: JSON.stringify({ Item: NEW }) });
  const { frames } = await invoke(getOrder, envelope({ orderId: 'ord_bbbbbbbbbbbb' }, 'get_order', 'bob-22'));
  expect(frames).toMatchObject([{ type: 'result', output: { order: { orderId: 'ord_bbbbbbbbbbbb' } } }]);
  expect(JSON.parse(aws.requests[0]?.body ?? '').Key).toEqual({
    callerId: { S: 'bob-22' },
    orderId: { S: 'ord_bbbbbbbbbbbb' },
  });
});

test('get_order answers for a missing order and for someone else’s order alike', async () => {
  aws.answer = () => ({ body: '{}' });
  const { frames } = await invoke(getOrder, envelope({ orderId: 'ord_bbbbbbbbbbbb' }, 'get_order'));
  expect(frames).toMatchObject([{ type: 'error', message: expect.stringContaining('list_orders') }]);
});

test('what AWS says when it refuses stays out of the answer (A10)', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'marker arn:aws:iam::111122223333:role/x' });
  aws.answer = () => ({ status: 400, body });
  const { text, error } = await invoke(listOrders, envelope({}, 'list_orders'));
  expect(text).toBe('');
  expect(String(error)).not.toMatch(/marker|arn:aws/);
  vi.restoreAllMocks();
});
