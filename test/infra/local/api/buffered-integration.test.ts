import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { API, BUFFERED, method } from './api-template.ts';
import { FakeError, type FakeFunction } from './fake-lambda.ts';
import { startApi } from './running-api.ts';

describe('a buffered integration', () => {
  test('answers with status, headers and body of the function', async () => {
    const { call } = await startApi(
      {},
      {
        gateway: async () => ({
          statusCode: 418,
          headers: { 'X-Number': 1, 'X-One': 'replaced' },
          multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'x-one': ['kept'] },
          body: '{"a":1}',
        }),
      },
    );
    const response = await call('/v1/open');
    expect(response.status).toBe(418);
    expect(response.headers.get('x-number')).toBe('1');
    expect(response.headers.get('x-one')).toBe('kept');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ a: 1 });
  });

  test.each([302, 303])('passes a redirect and its cookies on: %d', async (statusCode) => {
    const { call, lambda } = await startApi(
      {},
      {
        gateway: async () => ({
          statusCode,
          headers: { Location: 'https://client.example/cb?code=a&state=b%20c', 'Cache-Control': 'no-store' },
          multiValueHeaders: { 'Set-Cookie': ['__Host-a=1; Path=/; Secure', '__Host-b=; Max-Age=0'] },
          body: '',
        }),
      },
    );
    const response = await call('/v1/open?client_id=https%3A%2F%2Fclient.example%2Fc&scope=a+b', {
      redirect: 'manual',
    });
    expect(response.status).toBe(statusCode);
    expect(response.headers.get('location')).toBe('https://client.example/cb?code=a&state=b%20c');
    expect(response.headers.getSetCookie()).toEqual(['__Host-a=1; Path=/; Secure', '__Host-b=; Max-Age=0']);
    expect(lambda.calls('gateway')[0]?.queryStringParameters).toEqual({
      client_id: 'https://client.example/c',
      scope: 'a b',
    });
  });

  test("renames a function's WWW-Authenticate, so a challenge never reaches a client this way", async () => {
    const { call } = await startApi(
      {},
      { gateway: async () => ({ statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer', Server: 'x' }, body: '' }) },
    );
    const response = await call('/v1/open');
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer');
    expect(response.headers.get('x-amzn-remapped-server')).toBe('x');
  });

  test.each<[string, FakeFunction]>([
    ['throws', () => Promise.reject(new FakeError('TypeError', 'secret detail'))],
    ['returns text', async () => 'text'],
    ['returns no status', async () => ({ body: 'x' })],
    ['returns a key too many', async () => ({ statusCode: 200, cookies: ['a=b'] })],
    ['returns an object as body', async () => ({ statusCode: 200, body: { a: 1 } })],
    ['returns a header that would split the response', async () => ({ statusCode: 200, headers: { a: 'b\r\nc: d' } })],
  ])('answers 502 and no detail when the function %s (A10)', async (_, gateway) => {
    const { call, log } = await startApi({}, { gateway });
    const response = await call('/v1/open');
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('{"message":"Internal server error"}');
    expect(log[0]?.reason).toContain('integration_malformed');
  });

  test('answers 504 when the function takes longer than the integration allows', async () => {
    const { call } = await startApi(
      { OpenAny: method('ANY', 'Open', { ...BUFFERED, TimeoutInMillis: 50 }) },
      { gateway: () => sleep(300, { statusCode: 200, body: 'late' }) },
    );
    const response = await call('/v1/open');
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ message: 'Endpoint request timed out' });
  });

  test.each<[string, object | undefined]>([
    ['no permission', undefined],
    ['a permission for another service', { Principal: 'events.amazonaws.com' }],
    ['a permission for another method', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:x/v1/GET/open' }],
    ['a permission without a source', { SourceArn: { Ref: 'AWS::NoValue' } }],
    ['a permission for another function', { FunctionName: { 'Fn::GetAtt': ['Guard', 'Arn'] } }],
    ['a permission for another account', { SourceAccount: '999999999999' }],
  ])('does not invoke a function that has %s for it', async (_, change) => {
    const { Type, Properties } = API.OpenPermission;
    const permission = change ? { Type, Properties: { ...Properties, ...change } } : { Type: 'AWS::CDK::Metadata' };
    const { call, lambda, log } = await startApi({ OpenPermission: permission });
    expect((await call('/v1/open')).status).toBe(500);
    expect(lambda.events).toHaveLength(0);
    expect(log[0]?.reason).toContain('integration_not_permitted');
  });

  test('answers 500 when Lambda refuses the invocation', async () => {
    const { call, lambda, log } = await startApi();
    lambda.set('gateway', () => {
      throw new Error('not reached');
    });
    const gone: FakeFunction | undefined = undefined;
    Object.assign(lambda, { functions: { gateway: gone } });
    expect((await call('/v1/open')).status).toBe(500);
    expect(log[0]?.reason).toContain('ResourceNotFoundException');
  });
});
