import { describe, expect, test } from 'vitest';
import { callOf, type EventChanges, eventOf, modern, testGateway } from './fixture/test-gateway.ts';

const OFF = { disabledTools: ['create_refund'] } as const;

describe.each([
  ['an older client', (name: string, changes: EventChanges) => eventOf(callOf(name, { orderId: 'o' }), changes)],
  [
    'a 2026-07-28 client',
    (name: string, changes: EventChanges) => modern('tools/call', { name, arguments: { orderId: 'o' } }, changes),
  ],
])('a tool that is switched off, called by %s,', (_, call) => {
  test.each([
    ['the scopes for it', {}],
    ['no scope for it', { scopes: ['orders'] }],
  ])('with %s answers exactly like an unknown one, and nothing runs (B7, C3)', async (_what, changes) => {
    const off = testGateway();
    const refused = await off.send(call('create_refund', { ...OFF, ...changes }));
    const unknown = await testGateway().send(call('no_such_tool', { ...OFF, ...changes }));
    expect(refused.messages[0].error).toMatchObject({ code: -32602, message: 'Unknown tool' });
    expect({ ...refused, headers: 0 }).toEqual({ ...unknown, headers: 0 });
    expect(refused.headers).toEqual(unknown.headers);
    expect(off.sent).toEqual([]);
  });

  test('leaves a record that says why (I1)', async () => {
    const { records, send } = testGateway();
    await send(call('create_refund', OFF));
    expect(records).toMatchObject([
      { outcome: 'refused', reason: 'tool_disabled', tool: 'create_refund', effect: 'destructive' },
    ]);
  });

  test('stands in no one’s way who calls another (B7)', async () => {
    const { send } = testGateway();
    const { messages } = await send(call('list_orders', { disabledTools: ['create_refund', 'no_such_tool'] }));
    expect(messages[0].error).toBeUndefined();
  });
});

test.each(['permitted', 'callable'] as const)(
  'a tool that is switched off is not listed, whatever the scopes, with listing %s (B7, C3)',
  async (listing) => {
    const { send } = testGateway({ listing });
    const names = async (changes: EventChanges) => {
      const { messages } = await send(modern('tools/list', {}, changes));
      return messages[0].result.tools.map(({ name }: { name: string }) => name);
    };
    expect(await names(OFF)).toEqual(['list_orders']);
    expect(await names({ disabledTools: ['create_refund', 'list_orders'] })).toEqual([]);
    expect(await names({})).toEqual(['create_refund', 'list_orders']);
  },
);
