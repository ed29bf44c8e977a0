import { describe, expect, test } from 'vitest';
import { ALICE, callOf, eventOf, LOAN_MARK, modern, TOKEN_MARK, testGateway } from './fixture/test-gateway.ts';
import { framesOf, ORDERS, streamOf } from './fixture/tool-stream.ts';

const OUTSIDE = ['marker-of-cause', '/var/task', 'arn:aws', 'at Object.', TOKEN_MARK, LOAN_MARK];

function failing(message = 'marker-of-cause arn:aws:iam::1:role/x /var/task/index.mjs') {
  return async () => {
    throw new Error(message);
  };
}

describe.each([
  ['an older client', (name: string, input: object) => eventOf(callOf(name, input))],
  ['a 2026-07-28 client', (name: string, input: object) => modern('tools/call', { name, arguments: input })],
])('a call of %s', (_, call) => {
  test('gives the checked output as text and as structure, with one record (I1)', async () => {
    const gateway = testGateway();
    const { status, messages } = await gateway.send(call('list_orders', { limit: 5 }));
    expect(status).toBe(200);
    expect(messages).toHaveLength(1);
    expect(messages[0].result).toMatchObject({
      content: [{ type: 'text', text: '{"orderIds":["ord_1"]}' }],
      structuredContent: { orderIds: ['ord_1'] },
    });
    expect(gateway.records).toEqual([
      expect.objectContaining({
        id: 'call-1',
        gate: 'gateway',
        caller: ALICE,
        method: 'tools/call',
        tool: 'list_orders',
        effect: 'read',
        arguments: { limit: 5 },
        outcome: 'succeeded',
        resultBytes: 22,
      }),
    ]);
    expect(gateway.logs).toEqual([]);
  });

  test('borrows the role of this tool for this caller and lends it in the envelope alone (D5, B9, D3)', async () => {
    const { sent, send } = testGateway();
    await send(call('list_orders', { limit: 5 }));
    expect(sent[0]?.input).toEqual({
      RoleArn: 'arn:aws:iam::111122223333:role/sallyport/desk/desk-list_orders',
      RoleSessionName: 'alice-1',
      SourceIdentity: 'alice-1',
      DurationSeconds: 900,
      Tags: [
        { Key: 'caller', Value: 'alice-1' },
        { Key: 'client', Value: 'desk-client' },
        { Key: 'tool', Value: 'list_orders' },
      ],
      TransitiveTagKeys: ['caller', 'client', 'tool'],
    });
    expect(sent[1]?.input).toMatchObject({ FunctionName: 'desk-list_orders', TenantId: 'alice-1' });
    expect(JSON.parse(Buffer.from(sent[1]?.input.Payload).toString())).toEqual({
      version: 1,
      call: { id: 'call-1', tool: 'list_orders', caller: ALICE },
      input: { limit: 5 },
      credentials: {
        accessKeyId: `key-${LOAN_MARK}`,
        secretAccessKey: `secret-${LOAN_MARK}`,
        sessionToken: `session-${LOAN_MARK}`,
        expiration: '2026-01-01T00:15:00.000Z',
      },
      tokens: {},
    });
  });

  test('answers an unknown tool with one fixed error and a record without its arguments (C1, C3)', async () => {
    const gateway = testGateway();
    const { messages } = await gateway.send(call('drop_tables', { secret: 'x' }));
    expect(messages[0].error).toEqual({
      code: -32602,
      message: 'Unknown tool',
      data: { code: 'unknown_tool', correlationId: 'call-1' },
    });
    expect(gateway.records).toMatchObject([{ reason: 'unknown_tool', tool: 'drop_tables' }]);
    expect(gateway.records[0]?.arguments).toBeUndefined();
  });

  test.each([
    ['a text for a number', { limit: '5' }, '/limit must be integer'],
    ['a number out of bounds', { limit: 51 }, '/limit must be <= 50'],
    ['an unknown field', { limit: 5, role: 'admin' }, 'the arguments must NOT have additional properties: role'],
    ['a text too long', { note: 'n'.repeat(41) }, '/note must NOT have more than 40 characters'],
    ['a text that is no URL', { site: 'not a url' }, '/site must match format "uri"'],
  ])('refuses %s, names path and rule, and starts no tool (F2)', async (_what, input, issue) => {
    const gateway = testGateway();
    const { messages } = await gateway.send(call('list_orders', input));
    expect(messages[0].result).toMatchObject({
      isError: true,
      content: [{ text: `Invalid arguments: ${issue}` }],
      _meta: { 'sallyport/code': 'invalid_input', 'sallyport/correlationId': 'call-1' },
    });
    expect(gateway.sent).toEqual([]);
    expect(gateway.records).toMatchObject([{ outcome: 'refused', reason: 'invalid_input' }]);
  });

  test('sends the arguments as they came: no default is filled in (F2)', async () => {
    const { sent, send } = testGateway();
    await send(call('list_orders', {}));
    expect(JSON.parse(Buffer.from(sent[1]?.input.Payload).toString()).input).toEqual({});
  });

  test('keeps the value of a sensitive field out of the record (I2)', async () => {
    const { records, send } = testGateway();
    await send(call('list_orders', { note: 'my-diagnosis' }));
    expect(records[0]?.arguments).toEqual({ note: '[redacted]' });
  });

  test.each([
    ['STS refuses', { lend: failing() }, 'loan_refused', 'refused'],
    ['STS answers without credentials', { lend: () => ({}) }, 'loan_refused', 'refused'],
    ['Lambda refuses', { invoke: failing() }, 'tool_crashed', 'failed'],
    ['Lambda gives no stream', { invoke: () => ({}) }, 'tool_crashed', 'failed'],
    [
      'the tool crashes',
      { invoke: () => ({ EventStream: streamOf([], 'Runtime.ExitError', 'marker-of-cause') }) },
      'tool_crashed',
      'failed',
    ],
    [
      'the tool is killed in a line',
      { invoke: () => ({ EventStream: streamOf(['{"type":'], 'Sandbox.Timedout') }) },
      'tool_timed_out',
      'failed',
    ],
    [
      'Lambda says so in words',
      { invoke: () => ({ EventStream: streamOf([], 'Unhandled', 'Task timed out after 3.00 seconds') }) },
      'tool_timed_out',
      'failed',
    ],
    ['the tool says nothing', { invoke: () => ({ EventStream: streamOf([]) }) }, 'tool_broke_protocol', 'failed'],
    [
      'the tool speaks after its result',
      { invoke: () => ({ EventStream: framesOf(ORDERS, ORDERS) }) },
      'tool_broke_protocol',
      'failed',
    ],
    [
      'the tool fails after its result',
      { invoke: () => ({ EventStream: streamOf([`${JSON.stringify(ORDERS)}\n`], 'Runtime.ExitError') }) },
      'tool_crashed',
      'failed',
    ],
    [
      'the output breaks its schema',
      {
        invoke: () => ({
          EventStream: framesOf({ type: 'result', output: { orderIds: ['a'], key: 'marker-of-cause' } }),
        }),
      },
      'invalid_output',
      'failed',
    ],
  ])(
    'says nothing of the inside when %s, and leaves one record that does (A10, F3, I1)',
    async (_what, options, reason, outcome) => {
      const gateway = testGateway(options);
      const { messages, text } = await gateway.send(call('list_orders', {}));
      expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': reason } });
      for (const mark of OUTSIDE) expect(text).not.toContain(mark);
      expect(gateway.records).toMatchObject([{ outcome, reason }]);
    },
  );

  test('tells the model when a tool is throttled (D6)', async () => {
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    const gateway = testGateway({ invoke: () => Promise.reject(throttled) });
    const { messages } = await gateway.send(call('list_orders', {}));
    expect(messages[0].result._meta).toMatchObject({ 'sallyport/code': 'tool_busy' });
  });

  test('lets a deliberate refusal of the tool speak to the model', async () => {
    const gateway = testGateway({
      invoke: () => ({ EventStream: framesOf({ type: 'error', message: 'no such order' }) }),
    });
    const { messages } = await gateway.send(call('list_orders', {}));
    expect(messages[0].result).toMatchObject({ isError: true, content: [{ text: 'no such order' }] });
    expect(gateway.records).toMatchObject([{ outcome: 'failed', reason: 'tool_error' }]);
  });

  test('withholds an answer whose record was not kept (I3)', async () => {
    const gateway = testGateway({ write: failing() });
    const { messages, text } = await gateway.send(call('list_orders', {}));
    expect(messages[0].result).toMatchObject({ isError: true });
    expect(text).not.toContain('ord_1');
    expect(text).not.toContain('marker-of-cause');
  });

  test('ends a call before the gateway itself runs out of time (I1)', async () => {
    const deadline = AbortSignal.timeout(30);
    const gateway = testGateway({ invoke: () => ({ EventStream: silence() }) });
    const { messages } = await gateway.send(call('list_orders', {}), deadline);
    expect(messages[0].result._meta).toMatchObject({ 'sallyport/code': 'tool_timed_out' });
    expect(gateway.records).toMatchObject([{ reason: 'tool_timed_out' }]);
  });

  test('shows neither token nor lent credentials in log, record or answer, whatever fails (B8, D5)', async () => {
    for (const options of [
      {},
      { lend: failing() },
      { invoke: (input: { Payload: Uint8Array }) => ({ EventStream: streamOf([`${Buffer.from(input.Payload)}\n`]) }) },
    ]) {
      const gateway = testGateway(options);
      const { text } = await gateway.send(call('list_orders', {}));
      const seen = JSON.stringify([gateway.logs, gateway.records, text]);
      expect(seen).not.toContain(TOKEN_MARK);
      expect(seen).not.toContain(LOAN_MARK);
    }
  });

  test('gives the token to neither STS nor the tool (B8)', async () => {
    const gateway = testGateway();
    await gateway.send(call('list_orders', {}));
    expect(gateway.sent).toHaveLength(2);
    for (const { input } of gateway.sent) {
      expect(JSON.stringify(input)).not.toContain(TOKEN_MARK);
      expect(Buffer.from(input.Payload ?? '').toString()).not.toContain(TOKEN_MARK);
    }
  });
});

test('writes the record before the client hears the answer (I3)', async () => {
  const order: string[] = [];
  const { promise: written, resolve } = Promise.withResolvers<void>();
  const gateway = testGateway({
    write: async () => {
      await written;
      order.push('record');
    },
  });
  const answer = gateway.send(eventOf(callOf('list_orders'))).then(() => order.push('answer'));
  await new Promise((done) => setTimeout(done, 50));
  expect(order).toEqual([]);
  resolve();
  await answer;
  expect(order).toEqual(['record', 'answer']);
});

async function* silence(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}
