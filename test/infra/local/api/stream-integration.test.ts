import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { guarded, method, STREAMED } from './api-template.ts';
import { FakeError, type FakeFunction } from './fake-lambda.ts';
import { startApi } from './running-api.ts';

const POST = { method: 'POST', headers: { authorization: 'Bearer x' } };
const NUL = '\0'.repeat(8);

const slow = { McpPost: method('POST', 'Mcp', { ...STREAMED, TimeoutInMillis: 100 }, guarded) };

describe('a streamed integration', () => {
  test('passes each piece on before the next one exists', async () => {
    const gate = Promise.withResolvers<void>();
    const { call } = await startApi(
      {},
      {
        gateway: async function* () {
          yield '{"statusCode":201,"headers":{"Content-Type":"text/event-stream"},"cookies":["a=b"]}\0\0\0\0';
          yield '\0\0\0\0first';
          await gate.promise;
          yield 'second';
        },
      },
    );
    const response = await call('/v1/mcp', POST);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('set-cookie')).toBe('a=b');
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    gate.resolve();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second');
    expect((await reader?.read())?.done).toBe(true);
  });

  test('lets the function finish its work after the client has left', async () => {
    const left = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    const { api, log } = await startApi(
      {},
      {
        gateway: async function* () {
          yield `{"statusCode":200}${NUL}begun`;
          await left.promise;
          for (let index = 0; index < 100; index += 1) yield 'x'.repeat(100_000);
          finished.resolve();
        },
      },
    );
    const client = request(`${api.url}/v1/mcp`, POST).end();
    const [response] = await once(client, 'response');
    await once(response, 'data');
    response.on('error', () => undefined);
    client.destroy();
    await sleep(20);
    left.resolve();
    await finished.promise;
    await expect.poll(() => log.length).toBe(1);
  });

  test('cuts the connection when the function fails in the middle: half an answer never looks whole', async () => {
    const { call, log } = await startApi(
      {},
      {
        gateway: async function* () {
          yield `{"statusCode":200}${NUL}half`;
          throw new FakeError('Runtime.ExitError', 'exit 1');
        },
      },
    );
    const response = await call('/v1/mcp', POST);
    await expect(response.text()).rejects.toThrow();
    expect(log[0]?.reason).toContain('Runtime.ExitError');
  });

  test.each<[string, FakeFunction]>([
    ['fails before its prelude', () => Promise.reject(new FakeError('TypeError', 'secret detail'))],
    ['does not stream', async () => ({ statusCode: 200, body: 'x' })],
    [
      'sends a prelude that is none',
      async function* () {
        yield `not json${NUL}x`;
      },
    ],
    [
      'never ends its prelude',
      async function* () {
        for (let index = 0; index < 100; index += 1) yield 'x'.repeat(1024);
      },
    ],
    [
      'sends a header that would split the response',
      async function* () {
        yield `{"statusCode":200,"headers":{"a":"b\\r\\nc: d"}}${NUL}x`;
      },
    ],
  ])('answers 502 and no detail when the function %s (A10)', async (_, gateway) => {
    const { call, log } = await startApi({}, { gateway });
    const response = await call('/v1/mcp', POST);
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('{"message":"Internal server error"}');
    expect(log[0]?.reason).toContain('integration_malformed');
  });

  test('answers 504 when nothing comes in time, and lets the function finish', async () => {
    const finished = Promise.withResolvers<void>();
    const { call } = await startApi(slow, {
      gateway: async function* () {
        await sleep(200);
        yield `{"statusCode":200}${NUL}late`;
        finished.resolve();
      },
    });
    expect((await call('/v1/mcp', POST)).status).toBe(504);
    await finished.promise;
  });

  test('cuts the connection when the time is over in the middle', async () => {
    const { call, log } = await startApi(slow, {
      gateway: async function* () {
        yield `{"statusCode":200}${NUL}half`;
        await sleep(200);
        yield 'rest';
      },
    });
    const response = await call('/v1/mcp', POST);
    await expect(response.text()).rejects.toThrow();
    await expect.poll(() => log[0]?.reason).toContain('integration_timeout');
  });
});
