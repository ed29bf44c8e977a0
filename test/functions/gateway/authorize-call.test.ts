import { expect, test } from 'vitest';
import { callOf, eventOf, modern, testGateway } from './fixture/test-gateway.ts';

test('asks for the scope again when an older client named no tool at the edge (C2, C5)', async () => {
  const gateway = testGateway();
  const { messages } = await gateway.send(eventOf(callOf('create_refund', { orderId: 'o' }), { scopes: ['orders'] }));
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'insufficient_scope' } });
  expect(gateway.sent).toEqual([]);
  expect(gateway.records).toMatchObject([{ outcome: 'refused', reason: 'insufficient_scope', effect: 'destructive' }]);
});

test('refuses every call of a token without scopes (C1)', async () => {
  const gateway = testGateway();
  const { messages } = await gateway.send(eventOf(callOf('list_orders'), { scopes: [] }));
  expect(messages[0].result._meta).toMatchObject({ 'sallyport/code': 'insufficient_scope' });
});

test('under the listing callable, a tool beyond the scopes answers exactly like an unknown one (C3)', async () => {
  const gateway = testGateway({ listing: 'callable' });
  const hidden = await gateway.send(
    modern('tools/call', { name: 'create_refund', arguments: {} }, { scopes: ['orders'] }),
  );
  const unknown = await gateway.send(
    modern('tools/call', { name: 'no_such_tool', arguments: {} }, { scopes: ['orders'] }),
  );
  const plain = ({ messages }: typeof hidden) => ({ ...messages[0].error, data: messages[0].error.data.code });
  expect(plain(hidden)).toEqual(plain(unknown));
  expect(gateway.sent).toEqual([]);
});
