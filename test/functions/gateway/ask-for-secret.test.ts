import { expect, test } from 'vitest';
import type { ConnectRequest } from '../../../shared/connect.ts';
import { ALICE, callOf, eventOf, modern, TOKEN_MARK, testGateway } from './fixture/test-gateway.ts';
import { framesOf, streamOf } from './fixture/tool-stream.ts';

const URL_CLIENT = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { url: {} } } };
const FORM_CLIENT = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } };
const LINK = 'https://mcp.example.com/connect?request=handle-1';

function askingGateway() {
  const requests: ConnectRequest[] = [];
  const gateway = testGateway({
    entered: ['account'],
    invoke: () => ({ EventStream: framesOf({ type: 'input_required', secret: 'account' }) }),
    links: {
      async create(request) {
        requests.push(request);
        return LINK;
      },
    },
  });
  return { ...gateway, requests };
}

function modernCall(_meta: object, more: object = {}) {
  return modern('tools/call', { name: 'list_orders', arguments: {}, _meta, ...more });
}

test('a client that opens pages is asked to open this endpoint’s own, by its 2026-07-28 form (F12)', async () => {
  const { send, requests } = askingGateway();
  const { status, messages } = await send(modernCall(URL_CLIENT));
  expect(status).toBe(200);
  expect(messages[0].result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { connect: { method: 'elicitation/create', params: { mode: 'url', url: LINK } } },
  });
  expect(requests).toEqual([{ caller: ALICE.id, clientId: ALICE.clientId, tool: 'list_orders', secret: 'account' }]);
});

test('a client of 2025-11-25 gets error -32042 with the same page', async () => {
  const { send } = askingGateway();
  const { messages } = await send(
    eventOf(callOf('list_orders'), { headers: { 'MCP-Protocol-Version': '2025-11-25' } }),
  );
  expect(messages[0].error).toMatchObject({
    code: -32042,
    data: { elicitations: [{ mode: 'url', url: LINK, elicitationId: 'handle-1' }] },
  });
});

test.each([
  ['says it opens forms alone', () => modernCall(FORM_CLIENT)],
  ['says it can do nothing', () => modernCall({})],
  ['is older than links', () => eventOf(callOf('list_orders'), { headers: { 'MCP-Protocol-Version': '2025-06-18' } })],
])('a client that %s is told in words where the person goes', async (_, event) => {
  const { send } = askingGateway();
  const { messages } = await send(event());
  expect(messages[0].result).toMatchObject({ isError: true });
  expect(messages[0].result.content[0].text).toContain(LINK);
});

test.each([
  ['accept', 'connection_pending', 'finish there'],
  ['decline', 'connection_declined', 'did not enter'],
  ['cancel', 'connection_declined', 'did not enter'],
])('after %s no second page is made', async (action, reason, words) => {
  const { send, requests, records } = askingGateway();
  const { messages } = await send(modernCall(URL_CLIENT, { inputResponses: { connect: { action } } }));
  expect(messages[0].result.content[0].text).toContain(words);
  expect(records).toEqual([expect.objectContaining({ outcome: 'failed', reason, detail: 'account' })]);
  expect(requests).toEqual([]);
});

test('what a client says of the page opens nothing: the tool runs again with the same loan', async () => {
  const { send, sent } = askingGateway();
  await send(modernCall(URL_CLIENT, { inputResponses: { connect: { action: 'accept', content: { secret: 'x' } } } }));
  expect(sent.map(({ command }) => command)).toEqual(['AssumeRole', 'InvokeWithResponseStream']);
  expect(Buffer.from(sent[1]?.input.Payload).toString()).not.toContain('accept');
});

test('leaves one record that names the secret and not the page (I1)', async () => {
  const { send, records } = askingGateway();
  await send(modernCall(URL_CLIENT));
  expect(records).toEqual([
    expect.objectContaining({ outcome: 'failed', reason: 'connection_needed', detail: 'account' }),
  ]);
  expect(JSON.stringify(records)).not.toContain('handle-1');
});

test('a tool cannot ask for a secret that is not its own to ask for (F12)', async () => {
  const gateway = testGateway({
    entered: ['other'],
    invoke: () => ({ EventStream: framesOf({ type: 'input_required', secret: 'account' }) }),
    links: { create: async () => LINK },
  });
  const { messages } = await gateway.send(modernCall(URL_CLIENT));
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'tool_broke_protocol' } });
  expect(JSON.stringify(messages)).not.toContain(LINK);
});

test('a tool that asks where people enter no secrets is broken, not obeyed', async () => {
  const gateway = testGateway({
    entered: ['account'],
    invoke: () => ({ EventStream: framesOf({ type: 'input_required', secret: 'account' }) }),
  });
  const { messages } = await gateway.send(modernCall(URL_CLIENT));
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'tool_broke_protocol' } });
});

test('a machine is sent to no page (B13)', async () => {
  const gateway = testGateway({
    entered: ['account'],
    callers: 'people-and-machines',
    invoke: () => ({ EventStream: framesOf({ type: 'input_required', secret: 'account' }) }),
    links: { create: async () => LINK },
  });
  const caller = { ...ALICE, kind: 'machine' as const };
  const { messages } = await gateway.send(
    modern('tools/call', { name: 'list_orders', arguments: {}, _meta: URL_CLIENT }, { caller }),
  );
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'person_required' } });
});

test('a link that could not be written down is not given out', async () => {
  const gateway = testGateway({
    entered: ['account'],
    invoke: () => ({ EventStream: framesOf({ type: 'input_required', secret: 'account' }) }),
    links: {
      create: async () => {
        throw new Error(`table down ${TOKEN_MARK}`);
      },
    },
  });
  const { text } = await gateway.send(modernCall(URL_CLIENT));
  expect(text).not.toContain('input_required');
  expect(text).not.toContain(TOKEN_MARK);
});

test.each([['https://evil.example.com'], ['Account'], ['a'.repeat(41)], ['']])(
  'a tool cannot name %j as a secret, so it cannot choose where a person goes (F12)',
  async (secret) => {
    const line = `${JSON.stringify({ type: 'input_required', secret })}\n`;
    const gateway = testGateway({
      entered: ['account'],
      invoke: () => ({ EventStream: streamOf([line]) }),
      links: { create: async () => LINK },
    });
    const { text } = await gateway.send(modernCall(URL_CLIENT));
    expect(text).not.toContain(LINK);
    expect(text).toContain('tool_broke_protocol');
  },
);
