import { describe, expect, test } from 'vitest';
import { callOf, eventOf, modern, testGateway } from './fixture/test-gateway.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('the door', () => {
  test('lets nobody in whom no authorizer has verified (A8)', async () => {
    const gateway = testGateway();
    const { status } = await gateway.send(eventOf(callOf('list_orders'), { authorizer: undefined }));
    expect(status).toBe(500);
    expect(gateway.sent).toEqual([]);
    expect(gateway.records).toMatchObject([{ outcome: 'refused', reason: 'caller_unknown', gate: 'gateway' }]);
    expect(gateway.records[0]?.caller).toBeUndefined();
  });

  test.each([
    ['GET', { method: 'GET' }, 405, 'method_not_allowed'],
    ['DELETE', { method: 'DELETE' }, 405, 'method_not_allowed'],
    ['PUT', { method: 'PUT' }, 405, 'method_not_allowed'],
    ['a plain text body', { headers: { 'Content-Type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    [
      'two content types',
      { headers: { 'Content-Type': ['application/json', 'text/plain'] } },
      415,
      'unsupported_media_type',
    ],
    ['no content type', { headers: { 'Content-Type': undefined } }, 415, 'unsupported_media_type'],
    [
      'another charset',
      { headers: { 'Content-Type': 'application/json; charset=utf-16' } },
      415,
      'unsupported_media_type',
    ],
  ])('refuses %s before reading the body, with one record (A6, I1)', async (_, changes, expected, reason) => {
    const gateway = testGateway();
    const { status, headers } = await gateway.send(eventOf('not json', changes));
    expect(status).toBe(expected);
    expect(headers.allow).toBe(expected === 405 ? 'POST' : undefined);
    expect(gateway.records).toMatchObject([{ reason, outcome: 'refused', requestId: 'req-1', sourceIp: '192.0.2.1' }]);
  });

  test.each([
    ['a good host without an origin', 'mcp.example.com', undefined, 200],
    ['a good host and a good origin', 'mcp.example.com', 'https://app.example.com', 200],
    ['a good host and a bad origin', 'mcp.example.com', 'https://evil.example', 403],
    ['a good host and the null origin', 'mcp.example.com', 'null', 403],
    ['a bad host without an origin', 'evil.example', undefined, 403],
    ['a bad host and a good origin', 'evil.example', 'https://app.example.com', 403],
    ['a host with a foreign port', 'mcp.example.com:8443', undefined, 403],
  ])('answers %s as its two lists say (A5)', async (_, host, origin, expected) => {
    for (const changes of [
      { domainName: host, headers: { Host: host, Origin: origin } },
      { headers: { Host: host, Origin: origin } },
      { domainName: host, headers: { Host: undefined, Origin: origin } },
    ]) {
      const gateway = testGateway();
      const { status, headers } = await gateway.send(eventOf(LIST, changes));
      expect(status).toBe(expected);
      expect(gateway.records).toHaveLength(expected === 200 ? 0 : 1);
      expect(headers['access-control-allow-origin']).toBe(expected === 200 ? origin : undefined);
    }
  });

  test.each([
    ['text that is not JSON', '{', 400, -32700, 'body_not_json'],
    ['an empty body', '', 400, -32700, 'body_not_json'],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', 400, -32600, 'body_refused'],
    ['a posted answer', '{"jsonrpc":"2.0","id":1,"result":{}}', 400, -32600, 'body_refused'],
    [
      'a call without an id',
      '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"list_orders"}}',
      400,
      -32600,
      'body_refused',
    ],
    [
      'two tool names',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}',
      400,
      -32600,
      'body_refused',
    ],
    ['more than a mebibyte', `"${'x'.repeat(1_048_576)}"`, 413, -32600, 'body_too_large'],
  ])('refuses %s, with one record (A2, A3, I1)', async (_, body, expected, code, reason) => {
    const gateway = testGateway();
    const { status, messages } = await gateway.send(eventOf(body));
    expect(status).toBe(expected);
    expect(messages).toMatchObject([{ id: null, error: { code, data: { code: reason, correlationId: 'call-1' } } }]);
    expect(gateway.records).toMatchObject([{ id: 'call-1', reason }]);
    expect(gateway.sent).toEqual([]);
  });

  test.each([
    ['header names a permitted tool, body another', { 'Mcp-Name': 'list_orders' }],
    ['header names another method', { 'Mcp-Method': 'tools/list' }],
    ['the header is there twice', { 'Mcp-Name': ['create_refund', 'list_orders'] }],
    ['the header is encoded and names another tool', { 'Mcp-Name': '=?base64?bGlzdF9vcmRlcnM=?=' }],
    ['a parameter header has no counterpart', { 'Mcp-Param-Region': 'eu' }],
  ])('refuses an older client whose %s (A4)', async (_, headers) => {
    const gateway = testGateway();
    const { status, messages } = await gateway.send(eventOf(callOf('create_refund', { orderId: 'o' }), { headers }));
    expect(status).toBe(400);
    expect(messages).toMatchObject([{ error: { code: -32020 } }]);
    expect(gateway.records).toMatchObject([{ reason: 'header_mismatch', tool: 'create_refund', method: 'tools/call' }]);
    expect(gateway.sent).toEqual([]);
  });

  test('accepts a name header in its encoded form when it says the same (A4)', async () => {
    const gateway = testGateway();
    const encoded = `=?base64?${Buffer.from('list_orders').toString('base64')}?=`;
    await gateway.send(modern('tools/call', { name: 'list_orders' }, { headers: { 'Mcp-Name': encoded } }));
    expect(gateway.records).toMatchObject([{ outcome: 'succeeded' }]);
  });

  test('sends no answer of a refusal whose record was not kept (I3)', async () => {
    const gateway = testGateway({ write: () => Promise.reject(new Error('log down')) });
    const { status, text } = await gateway.send(eventOf('{'));
    expect(status).toBe(500);
    expect(text).not.toContain('log down');
  });
});

describe('the protocol', () => {
  test.each([
    [
      'a missing name header',
      modern('tools/call', { name: 'list_orders' }, { headers: { 'Mcp-Name': undefined } }),
      400,
      -32020,
    ],
    ['a missing method header', modern('tools/list', {}, { headers: { 'Mcp-Method': undefined } }), 400, -32020],
    [
      'a version header that differs',
      modern('tools/list', {}, { headers: { 'MCP-Protocol-Version': '2025-11-25' } }),
      400,
      -32020,
    ],
    ['an unknown method', modern('tools/steal'), 404, -32601],
    ['a missing envelope', eventOf(LIST, { headers: { 'MCP-Protocol-Version': '2026-07-28' } }), 400, -32602],
    [
      'a version nobody speaks',
      modern(
        'tools/list',
        { _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } },
        { headers: { 'MCP-Protocol-Version': '2099-01-01' } },
      ),
      400,
      -32022,
    ],
  ])('refuses %s with its own code and one record (A4, A11, I1)', async (_, event, expected, code) => {
    const gateway = testGateway();
    const { status, messages } = await gateway.send(event);
    expect(messages).toMatchObject([{ error: { code } }]);
    expect(status).toBe(expected);
    expect(gateway.records).toMatchObject([{ outcome: 'refused' }]);
    expect(gateway.sent).toEqual([]);
  });

  test('leaves one record for an older client whose method is unknown or whose call has no name (I1)', async () => {
    for (const message of [
      { jsonrpc: '2.0', id: 1, method: 'tools/steal' },
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { arguments: {} } },
    ]) {
      const gateway = testGateway();
      const { messages } = await gateway.send(eventOf(message));
      expect(messages).toMatchObject([{ error: {} }]);
      expect(gateway.records).toMatchObject([{ outcome: 'refused', method: message.method }]);
    }
  });

  test('answers both eras who it is, without a changing list', async () => {
    const { send, records } = testGateway();
    const client = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } };
    const older = await send(eventOf({ jsonrpc: '2.0', id: 1, method: 'initialize', params: client }));
    expect(older.messages).toMatchObject([
      { result: { serverInfo: { name: 'desk' }, capabilities: { tools: { listChanged: false } } } },
    ]);
    const newer = await send(modern('server/discover'));
    expect(newer.messages).toMatchObject([{ result: { supportedVersions: ['2026-07-28'], cacheScope: 'private' } }]);
    expect((await send(eventOf({ jsonrpc: '2.0', method: 'notifications/initialized' }))).status).toBe(202);
    expect(records).toEqual([]);
  });

  test('ends a subscription at once instead of holding the function open', async () => {
    const { messages } = await testGateway().send(
      modern('subscriptions/listen', { notifications: { toolsListChanged: true } }),
    );
    expect(messages.at(-1)).toMatchObject({ id: 7, result: {} });
  });

  test('marks every answer as private, unguessable in type and findable in the records', async () => {
    const { headers } = await testGateway().send(modern('tools/list'));
    expect(headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': 'call-1',
    });
  });
});
