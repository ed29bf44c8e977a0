import { describe, expect, test } from 'vitest';
import { ALICE, callOf, type EventChanges, eventOf, modern, testGateway } from './fixture/test-gateway.ts';

const POLICIES = `
  @id("people") permit (principal, action, resource) when { principal.kind == "person" };
  @id("staff-reads") forbid (principal in Sallyport::Group::"staff", action, resource) unless { resource.effect == "read" };
  @id("no-secret-orders") forbid (principal, action == Sallyport::Action::"create_refund", resource)
    when { context.input.orderId like "secret*" };
  @id("guests-look-closely") forbid (principal in Sallyport::Group::"guests", action == Sallyport::Action::"list_orders", resource)
    when { context.input.limit > 5 };
  @id("nobody") forbid (principal in Sallyport::Group::"suspended", action, resource);`;

const STAFF = { caller: { ...ALICE, groups: ['staff'] } };

const refund = (orderId: string) => eventOf(callOf('create_refund', { orderId }));

test('a permitted call runs, and its record names the policy that permitted it (C2, I2)', async () => {
  const { records, send } = testGateway({ policies: POLICIES });
  await send(eventOf(callOf('list_orders', {})));
  expect(records).toMatchObject([{ outcome: 'succeeded', policies: ['people'] }]);
});

test('a call whose arguments a policy forbids is refused before anything is lent, and its record names the policy (C2)', async () => {
  const { records, sent, send } = testGateway({ policies: POLICIES });
  const { messages } = await send(refund('secret-1'));
  expect(messages[0].result).toMatchObject({
    isError: true,
    content: [{ text: 'The policy of this endpoint does not allow this call with these arguments.' }],
    _meta: { 'sallyport/code': 'policy_denied' },
  });
  expect(sent).toEqual([]);
  expect(records).toMatchObject([{ outcome: 'refused', reason: 'policy_denied', policies: ['no-secret-orders'] }]);
});

test('a call that no policy permits is refused, and its record names none (C1)', async () => {
  const policies =
    '@id("x") permit (principal, action == Sallyport::Action::"create_refund", resource) when { context.input.orderId == "ord_1" };';
  const { records, sent, send } = testGateway({ policies });
  await send(refund('ord_2'));
  expect(sent).toEqual([]);
  expect(records).toMatchObject([{ outcome: 'refused', reason: 'policy_denied', policies: [] }]);
});

test.each(['secret-1', 's\\u0065cret-1', 'ｓecret-1', 'se\\u200bcret-1', ' secret-1'])(
  'the argument "%s", as it stands in the body, is decided on what it is taken for (C2)',
  async (written) => {
    const { sent, send } = testGateway({ policies: POLICIES });
    await send(eventOf(JSON.stringify(callOf('create_refund', { orderId: '@' })).replace('@', written)));
    expect(sent).toEqual([]);
  },
);

test('arguments are checked against the contract before the policies see them (F2)', async () => {
  const { records, send } = testGateway({ policies: POLICIES });
  await send(refund('secret-1-and-far-too-long'));
  expect(records).toMatchObject([{ reason: 'invalid_input' }]);
  expect(records[0]).not.toHaveProperty('policies');
});

test('a default is decided on like an argument (C2)', async () => {
  const { records, send } = testGateway({ policies: POLICIES });
  const guest = { caller: { ...ALICE, groups: ['guests'] } };
  for (const input of [{}, { limit: 5 }]) await send(eventOf(callOf('list_orders', input), guest));
  expect(records).toMatchObject([{ reason: 'policy_denied' }, { outcome: 'succeeded' }]);
});

test('a policy that cannot be evaluated denies, and the log says so without the arguments (C1, A10)', async () => {
  const policies = `@id("people") permit (principal, action, resource);
    @id("overflow") forbid (principal, action == Sallyport::Action::"list_orders", resource)
      when { context.input.limit * 9000000000000000000 > 1 };`;
  const { logs, records, sent, send } = testGateway({ policies });
  await send(eventOf(callOf('list_orders', { limit: 37 })));
  expect(sent).toEqual([]);
  expect(records).toMatchObject([{ reason: 'policy_denied', policies: ['overflow', 'people'] }]);
  expect(logs.join()).toContain('a policy could not be evaluated');
  expect(logs.join()).not.toContain('37');
});

test('without policies the scopes alone decide, and records name none', async () => {
  const { records, send } = testGateway();
  await send(refund('secret-1'));
  expect(records[0]).toMatchObject({ outcome: 'failed' });
  expect(records[0]).not.toHaveProperty('policies');
});

describe.each([
  ['an older client', (name: string, input: unknown, changes: EventChanges) => eventOf(callOf(name, input), changes)],
  [
    'a 2026-07-28 client',
    (name: string, input: unknown, changes: EventChanges) =>
      modern('tools/call', { name, arguments: input as object }, changes),
  ],
])('a tool that no policy could ever permit this caller, called by %s,', (_, call) => {
  test.each([
    ['with good arguments', { orderId: 'o' }, {}],
    ['with bad arguments', { orderId: 7 }, {}],
    ['without its scope', { orderId: 'o' }, { scopes: ['orders'] }],
  ])('%s answers exactly like an unknown one, and nothing runs (C3)', async (_what, input, changes) => {
    const { records, sent, send } = testGateway({ policies: POLICIES });
    const hidden = await send(call('create_refund', input, { ...STAFF, ...changes }));
    const unknown = await testGateway({ policies: POLICIES }).send(
      call('no_such_tool', input, { ...STAFF, ...changes }),
    );
    expect(hidden.messages[0].error).toMatchObject({ code: -32602, message: 'Unknown tool' });
    expect({ ...hidden, headers: 0 }).toEqual({ ...unknown, headers: 0 });
    expect(hidden.headers).toEqual(unknown.headers);
    expect(sent).toEqual([]);
    expect(records).toMatchObject([{ outcome: 'refused', reason: 'tool_not_permitted', tool: 'create_refund' }]);
  });
});

describe('for every group and tool, what is listed can be called, and what is not listed cannot', () => {
  const INPUTS = { list_orders: { limit: 1 }, create_refund: { orderId: 'ord_1' } };
  const GROUPS = [[], ['staff'], ['guests'], ['suspended'], ['staff', 'guests'], ['guests', 'suspended'], ['unknown']];
  const CASES = GROUPS.flatMap((groups) =>
    (['person', 'machine'] as const).flatMap((kind) =>
      Object.entries(INPUTS).map(([tool, input]) => ({ groups, kind, tool, input })),
    ),
  );

  test.each(CASES)('$kind in $groups: $tool (C3)', async ({ groups, kind, tool, input }) => {
    const { sent, send } = testGateway({ policies: POLICIES, callers: 'people-and-machines' });
    const changes = { caller: { ...ALICE, kind, groups } };
    const { messages } = await send(modern('tools/list', {}, changes));
    const listed = messages[0].result.tools.some(({ name }: { name: string }) => name === tool);
    await send(eventOf(callOf(tool, input), changes));
    expect(sent.some(({ command }) => command === 'InvokeWithResponseStream')).toBe(listed);
  });

  test('and the groups differ in what they see', async () => {
    const seen = new Set<string>();
    for (const groups of GROUPS) {
      const { send } = testGateway({ policies: POLICIES });
      const { messages } = await send(modern('tools/list', {}, { caller: { ...ALICE, groups } }));
      seen.add(messages[0].result.tools.length);
    }
    expect([...seen].toSorted()).toEqual([0, 1, 2]);
  });
});
