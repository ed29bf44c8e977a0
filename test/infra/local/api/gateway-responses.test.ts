import { describe, expect, test } from 'vitest';
import { gatewayResponse } from './api-template.ts';
import { startApi } from './running-api.ts';

describe('gateway responses', () => {
  test('carry a challenge to the client under its own name (B3)', async () => {
    const { call } = await startApi({
      Unauthorized: gatewayResponse('UNAUTHORIZED', {
        StatusCode: '401',
        ResponseParameters: {
          'gatewayresponse.header.WWW-Authenticate': `'Bearer resource_metadata="x"'`,
          'gatewayresponse.header.X-Id': 'context.requestId',
          'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
          'gatewayresponse.header.X-Absent': 'context.authorizer.none',
        },
        ResponseTemplates: {
          'application/json':
            '{"m":$context.error.messageString,"p":"$context.error.message","id":"$context.requestId"}',
        },
      }),
    });
    const response = await call('/v1/mcp', { method: 'POST', headers: { Origin: 'http://a.example' } });
    const id = response.headers.get('x-amzn-requestid');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer resource_metadata="x"');
    expect(response.headers.get('x-id')).toBe(id);
    expect(response.headers.get('x-origin')).toBe('http://a.example');
    expect(response.headers.has('x-absent')).toBe(false);
    expect(await response.json()).toEqual({ m: 'Unauthorized', p: 'Unauthorized', id });
  });

  test('fall back to the default of their class, and keep their own status', async () => {
    const { call } = await startApi({
      Default4: gatewayResponse('DEFAULT_4XX', { ResponseParameters: { 'gatewayresponse.header.X-Class': "'4'" } }),
      Default5: gatewayResponse('DEFAULT_5XX', { StatusCode: '503' }),
    });
    const missing = await call('/v1/nothing');
    expect([missing.status, missing.headers.get('x-class')]).toEqual([403, '4']);
    const denied = await call('/v1/mcp', { method: 'POST' });
    expect([denied.status, denied.headers.get('x-class')]).toEqual([401, '4']);
  });

  test('change the status of errors of the server when the default says so', async () => {
    const { call } = await startApi(
      { Default5: gatewayResponse('DEFAULT_5XX', { StatusCode: '503' }) },
      { gateway: async () => 'malformed' },
    );
    expect((await call('/v1/open')).status).toBe(503);
  });
});
