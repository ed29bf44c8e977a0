import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { stage } from './api-template.ts';
import { rawRequest, startApi } from './running-api.ts';

describe('the local API', () => {
  test('answers only requests addressed to this machine by its own name (A5)', async () => {
    const { api, lambda, log } = await startApi();
    const { port } = new URL(api.url);
    const status = async (...headers: string[]) => (await rawRequest(`${api.url}/v1/open`, { headers })).status;
    expect(await status('Host', `127.0.0.1:${port}`)).toBe(200);
    expect(await status('Host', `localhost:${port}`)).toBe(200);
    expect(await status('Host', `evil.example:${port}`)).toBe(403);
    expect(await status('Host', '127.0.0.1')).toBe(403);
    expect(await status('Host', `127.0.0.1:${port}`, 'Host', 'evil.example')).not.toBe(200);
    expect(lambda.calls('gateway')).toHaveLength(2);
    expect(log).toHaveLength(2);
  });

  test('refuses a request line that names another host (A5)', async () => {
    const { api, lambda } = await startApi();
    const { port } = new URL(api.url);
    const answer = await rawRequest(api.url, {
      headers: ['Host', `127.0.0.1:${port}`],
      path: 'http://evil.example/v1/open',
    });
    expect(answer).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    expect(lambda.events).toHaveLength(0);
  });

  test.each([
    '/',
    '/v1',
    '/v2/open',
    '/v1/nothing',
    '/v1/open/more',
    '/v1/open/',
    '//v1/open',
    '/v1/files',
    '/v1/OPEN',
  ])('answers an unknown path with 403 Missing Authentication Token: %s', async (path) => {
    const { call, lambda } = await startApi();
    const response = await call(path);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
    expect(lambda.events).toHaveLength(0);
  });

  test('answers a known path with an unknown method in the same way', async () => {
    const { call } = await startApi();
    expect((await call('/v1/mcp', { method: 'GET', headers: { authorization: 'x' } })).status).toBe(403);
    expect((await call('/v1/meta', { method: 'DELETE' })).status).toBe(403);
  });

  test('hands the function an event of payload format 1.0', async () => {
    const { call, lambda, api } = await startApi();
    await call('/v1/files/a/b%20c?x=1&x=2&y=%C3%A9', { headers: { 'X-Own': 'one', 'X-Forwarded-Proto': 'https' } });
    const [event] = lambda.calls('gateway');
    expect(event).toMatchObject({
      resource: '/files/{proxy+}',
      path: '/files/a/b%20c',
      httpMethod: 'GET',
      queryStringParameters: { x: '2', y: 'é' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: ['é'] },
      pathParameters: { proxy: 'a/b c' },
      body: null,
      isBase64Encoded: false,
      requestContext: {
        stage: 'v1',
        path: '/v1/files/a/b%20c',
        resourcePath: '/files/{proxy+}',
        httpMethod: 'GET',
        protocol: 'HTTP/1.1',
        domainName: new URL(api.url).host,
        identity: { sourceIp: '127.0.0.1' },
      },
    });
    expect(event?.requestContext.requestTime).toMatch(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event?.headers['X-Forwarded-Proto']).toBe('http');
    expect(event?.requestContext.authorizer).toBeUndefined();
  });

  test('shows the function every value of a header, whatever the spelling of its name', async () => {
    const { api, lambda } = await startApi();
    const headers = ['Host', new URL(api.url).host, 'Mcp-Name', 'a', 'mcp-name', 'b', 'Connection', 'keep-alive'];
    await rawRequest(`${api.url}/v1/open`, { headers });
    const [event] = lambda.calls('gateway');
    expect(event?.multiValueHeaders['Mcp-Name']).toEqual(['a', 'b']);
    expect(event?.headers).not.toHaveProperty('mcp-name');
    expect(event?.headers).not.toHaveProperty('Connection');
  });

  test('prefers a literal segment, then a parameter, then the greedy one', async () => {
    const { call, lambda } = await startApi();
    await call('/v1/files/one');
    await call('/v1/files/one/two');
    expect(lambda.calls('gateway').map(({ resource }) => resource)).toEqual(['/files/{name}', '/files/{proxy+}']);
  });

  test('passes a body as text and replaces what is not UTF-8', async () => {
    const { call, lambda } = await startApi();
    await call('/v1/open', { method: 'POST', body: Buffer.from([0x61, 0xff, 0x62]) });
    expect(lambda.calls('gateway')[0]?.body).toBe('a\ufffdb');
  });

  test('refuses more than 10 MB with 413, declared or not, before the authorizer runs (A3)', async () => {
    const { call, lambda } = await startApi();
    const big = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
    const headers = { authorization: 'x' };
    expect((await call('/v1/mcp', { method: 'POST', body: big, headers })).status).toBe(413);
    const stream = new Blob([big]).stream();
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, headers, duplex: 'half' };
    expect((await call('/v1/mcp', init)).status).toBe(413);
    expect(lambda.events).toHaveLength(0);
  });

  test('refuses a body by its declared length, before any of it is sent (A3)', async () => {
    const { api } = await startApi();
    const length = String(10 * 1024 * 1024 + 1);
    const sent = request(`${api.url}/v1/mcp`, { method: 'POST', headers: { 'content-length': length } });
    sent.on('error', () => undefined).flushHeaders();
    const [response] = await once(sent, 'response', { signal: AbortSignal.timeout(5_000) });
    expect(response.statusCode).toBe(413);
    sent.destroy();
  });

  test('refuses more than 10240 bytes of headers', async () => {
    const { call, lambda } = await startApi();
    expect((await call('/v1/open', { headers: { 'x-big': 'a'.repeat(10_300) } })).status).toBe(431);
    expect(lambda.events).toHaveLength(0);
  });

  test('throttles a method by its own limits and the others by the limits of the stage', async () => {
    let time = 0;
    const { call, lambda } = await startApi(
      {
        Stage: stage({
          MethodSettings: [
            { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
            { HttpMethod: 'GET', ResourcePath: '/~1meta', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
          ],
        }),
      },
      {},
      () => time,
    );
    const statuses = async (path: string, count: number) => {
      const all = [];
      for (let index = 0; index < count; index += 1) all.push((await call(path)).status);
      return all;
    };
    expect(await statuses('/v1/open', 3)).toEqual([200, 200, 429]);
    expect(await statuses('/v1/meta', 2)).toEqual([200, 429]);
    time += 1000;
    expect(await statuses('/v1/open', 2)).toEqual([200, 429]);
    expect(lambda.calls('gateway')).toHaveLength(3);
  });

  test('throttles before it asks the authorizer', async () => {
    const { call, lambda } = await startApi({
      Stage: stage({
        MethodSettings: [
          { HttpMethod: 'POST', ResourcePath: '/~1mcp', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
        ],
      }),
    });
    expect((await call('/v1/mcp', { method: 'POST', headers: { authorization: 'x' } })).status).toBe(429);
    expect(lambda.events).toHaveLength(0);
  });

  test('writes one line of access log for each request, refused ones too', async () => {
    const { call, log } = await startApi({
      Stage: stage({
        AccessLogSetting: {
          DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:access:*',
          Format:
            '$context.httpMethod $context.resourcePath $context.status $context.responseLength $context.identity.user',
        },
      }),
    });
    await call('/v1/open');
    await call('/v1/nowhere');
    expect(log.map(({ line }) => line)).toEqual(['GET /open 200 2 -', 'GET - 403 42 -']);
    expect(log[0]?.destination).toContain('log-group:access');
    expect(log[1]?.reason).toBe('no_route');
  });
});
