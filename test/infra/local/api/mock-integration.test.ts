import { describe, expect, test } from 'vitest';
import { MOCK, method } from './api-template.ts';
import { startApi } from './running-api.ts';

describe('a mock integration', () => {
  test('answers with its static text and headers, and runs no function', async () => {
    const { call, lambda } = await startApi();
    const response = await call('/v1/meta');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('max-age=60');
    expect(await response.json()).toEqual({ resource: 'x' });
    expect(lambda.events).toHaveLength(0);
  });

  test('refuses a content type it has no template for', async () => {
    const { call } = await startApi();
    expect((await call('/v1/meta', { headers: { 'content-type': 'text/xml' } })).status).toBe(415);
  });

  test('does not take a request body for its template', async () => {
    const { call } = await startApi({
      MetaGet: method('POST', 'Meta', { ...MOCK, PassthroughBehavior: 'WHEN_NO_MATCH' }),
    });
    const init = { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '{"statusCode": 200}' };
    expect((await call('/v1/meta', init)).status).toBe(500);
  });
});
