import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Running, startFixture } from './local-mode.ts';
import { callBody, headersFor, type RawAnswer, rawCall, send } from './raw-request.ts';

let running: Running;
let token: string;
let seen: number;

beforeAll(async () => {
  running = await startFixture();
  token = await running.token('alice');
});
afterAll(() => running.close());
beforeEach(() => {
  seen = running.records().length;
});

function newRecords() {
  return running.records().slice(seen);
}

function post(headers: Record<string, string>, body: string | undefined = JSON.stringify(callBody('list_orders', {}))) {
  return send(running.endpoint, { method: 'POST', headers, body });
}

function good(): Record<string, string> {
  return headersFor(token, 'tools/call', 'list_orders');
}

describe('without a good token', () => {
  test('the answer is 401 with the way to sign in, under the header’s own name (B3)', async () => {
    const answer = await rawCall(running.endpoint, undefined, 'list_orders', {});
    expect(answer.status).toBe(401);
    const challenge = answer.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(
      /^Bearer scope="[^"]+", resource_metadata="http:\/\/127\.0\.0\.1:\d+\/prod\/\.well-known\/oauth-protected-resource\/mcp"$/,
    );
    expect(answer.text).not.toMatch(/stack|arn:|node_modules/i);
    expect(newRecords()).toMatchObject([{ gate: 'authorizer', outcome: 'refused' }]);
  });

  test.each([
    ['a text that is no token', () => 'Bearer nonsense'],
    ['another scheme', () => `Basic ${token}`],
    ['a token that was changed', () => `Bearer ${token.slice(0, -6)}AAAAAA`],
    ['two tokens', () => `Bearer ${token}, Bearer ${token}`],
  ])('%s is refused and leaves one record (B1)', async (_, authorization) => {
    const answer = await post({ ...good(), authorization: authorization() });
    expect(answer.status).toBe(401);
    expect(newRecords()).toMatchObject([{ gate: 'authorizer', outcome: 'refused' }]);
  });

  test('a token in the address is not read (A7)', async () => {
    const { authorization: _, ...headers } = good();
    const answer = await send(`${running.endpoint}?access_token=${token}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(callBody('list_orders', {})),
    });
    expect(answer.status).toBe(401);
    expect(JSON.stringify(running.records())).not.toContain(token);
  });

  test('an unknown path does not exist for anybody (A8)', async () => {
    const answer = await send(running.endpoint.replace('/prod/mcp', '/prod/admin'), { method: 'GET' });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('admin');
  });
});

describe('with a good token', () => {
  test('a tool beyond its scopes is refused with all scopes the call needs (B3, C6)', async () => {
    const answer = await rawCall(running.endpoint, token, 'save_document', { name: 'a.txt', text: 'a' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer error="insufficient_scope", scope="[^"]*\/documents\.write[^"]*", resource_metadata="/,
    );
    expect(newRecords()).toMatchObject([
      { gate: 'authorizer', outcome: 'refused', reason: 'insufficient_scope', caller: { username: 'alice' } },
    ]);
  });

  test.each([
    ['GET', 405],
    ['DELETE', 405],
  ])('%s is answered with %d (A6)', async (method, status) => {
    const answer = await send(running.endpoint, { method, headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(status);
    expect(newRecords()).toMatchObject([{ outcome: 'refused', reason: 'method_not_allowed' }]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json-patch+json'])(
    'the content type %s is refused with 415 (A6)',
    async (type) => {
      const answer = await post({ ...good(), 'content-type': type });
      expect(answer.status).toBe(415);
      expect(newRecords()).toMatchObject([{ outcome: 'refused', reason: 'unsupported_media_type' }]);
    },
  );

  test('a foreign origin is refused with 403 (A5)', async () => {
    const answer = await post({ ...good(), origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(newRecords()).toMatchObject([{ outcome: 'refused', reason: 'foreign_origin' }]);
  });

  test('a foreign host is refused with 403 before anything runs (A5)', async () => {
    expect(await statusWithHost('evil.example')).toBe(403);
    expect(newRecords()).toEqual([]);
  });

  test.each([
    ['no JSON', '{"jsonrpc":', 400, -32700],
    ['a duplicate key', duplicated(), 400, -32600],
    [
      'a prototype key',
      JSON.stringify(callBody('list_orders', {})).replace('"arguments":{}', '"arguments":{"__proto__":{}}'),
      400,
      -32600,
    ],
    ['a batch', JSON.stringify([callBody('list_orders', {}), callBody('list_orders', {})]), 400, -32600],
    ['nested too deep', JSON.stringify(callBody('list_orders', nested(200))), 400, -32600],
    ['too large', JSON.stringify(callBody('list_orders', { text: 'x'.repeat(1_100_000) })), 413, -32600],
    [
      'half a character',
      JSON.stringify(callBody('list_orders', {})).replace('"arguments":{}', '"arguments":{"a":"\\ud800"}'),
      400,
      -32600,
    ],
  ])('a body with %s is refused (A2, A3)', async (_, body, status, code) => {
    const answer = await post(good(), body);
    expect(answer.status).toBe(status);
    expect(answer.message.error?.code).toBe(code);
    expect(newRecords()).toMatchObject([{ outcome: 'refused' }]);
  });

  test.each([
    ['names another tool', () => ({ ...good(), 'mcp-name': 'get_order' })],
    ['names another method', () => ({ ...good(), 'mcp-method': 'tools/list' })],
    ['names another version', () => ({ ...good(), 'mcp-protocol-version': '2025-11-25' })],
  ])('a header that %s than the body is refused with -32020 (A4)', async (_, headers) => {
    const answer = await post(headers());
    expect(answer.status).toBe(400);
    expect(answer.message.error?.code).toBe(-32020);
    expect(newRecords()).toMatchObject([{ outcome: 'refused', reason: 'header_mismatch' }]);
  });

  test('an unknown version is refused with -32022, an unknown method with 404 (A11)', async () => {
    const body = JSON.stringify(callBody('list_orders', {})).replaceAll('2026-07-28', '2099-01-01');
    const version = await post({ ...good(), 'mcp-protocol-version': '2099-01-01' }, body);
    expect([version.status, version.message.error?.code]).toEqual([400, -32022]);
    const odd = { ...callBody('x', {}), method: 'tools/destroy' };
    const method = await post(headersFor(token, 'tools/destroy'), JSON.stringify(odd));
    expect([method.status, method.message.error?.code]).toEqual([404, -32601]);
    expect(newRecords()).toHaveLength(2);
  });

  test('an unknown tool is an invalid parameter and leaves one record (C3)', async () => {
    const answer = await rawCall(running.endpoint, token, 'drop_tables', {});
    expect(answer.message.error).toMatchObject({ code: -32602, message: 'Unknown tool' });
    expect(answer.text).not.toContain('drop_tables');
    expect(newRecords()).toMatchObject([{ tool: 'drop_tables', outcome: 'refused', reason: 'unknown_tool' }]);
  });

  test.each([
    ['a text for a number', { limit: '5' }],
    ['a number out of bounds', { limit: 51 }],
    ['an unknown field', { limit: 5, also: 1 }],
  ])('%s is refused, never repaired, and no tool runs (F2)', async (_, input) => {
    const answer = await rawCall(running.endpoint, token, 'list_orders', input);
    expect(answer.message.result?.isError).toBe(true);
    expect(answer.message.result?.content?.[0]?.text).toMatch(/^Invalid arguments: /);
    expect(newRecords()).toMatchObject([{ tool: 'list_orders', outcome: 'refused', reason: 'invalid_input' }]);
  });

  test('a client of 2025 whose token lacks the scope is told which one, by the gateway', async () => {
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'save_document', arguments: { name: 'a.txt', text: 'a' } },
    };
    const { 'mcp-method': _, 'mcp-name': __, ...headers } = good();
    const answer = await post({ ...headers, 'mcp-protocol-version': '2025-11-25' }, JSON.stringify(body));
    expect(answer.message.result?.isError).toBe(true);
    expect(answer.message.result?.content?.[0]?.text).toContain('documents.write');
    expect(newRecords()).toMatchObject([{ tool: 'save_document', outcome: 'refused', reason: 'insufficient_scope' }]);
  });
});

test('every answer carries a correlation id that its record carries too (A10, I1)', async () => {
  const answer = await rawCall(running.endpoint, token, 'get_order', { orderId: 'ord_000000000000' });
  expect(newRecords().map(({ id }) => id)).toEqual([answer.headers.get('x-correlation-id')]);
});

test('text from a refused request stays out of the answer where nothing asks for it (A10)', async () => {
  const marker = randomUUID();
  const answer: RawAnswer = await rawCall(running.endpoint, token, `tool-${marker}`, { marker });
  expect(answer.text).not.toContain(marker);
});

async function statusWithHost(host: string): Promise<number | undefined> {
  const { port, pathname } = new URL(running.endpoint);
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path: pathname,
    method: 'POST',
    headers: { ...good(), host },
  });
  request.end(JSON.stringify(callBody('list_orders', {})));
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}

function duplicated(): string {
  return JSON.stringify(callBody('list_orders', {})).replace(
    '"name":"list_orders"',
    '"name":"get_order","name":"list_orders"',
  );
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
