import { describe, expect, test } from 'vitest';
import { API, gatewayResponse } from './api-template.ts';
import { FakeError, type FakeFunction } from './fake-lambda.ts';
import { policy, startApi } from './running-api.ts';

const POST = { method: 'POST', headers: { authorization: 'Bearer x' } };

async function statusWith(guard: FakeFunction) {
  const running = await startApi({}, { guard, gateway: streamOk });
  const response = await running.call('/v1/mcp', POST);
  return { ...running, status: response.status, body: await response.text() };
}

const streamOk: FakeFunction = async function* () {
  yield `{"statusCode":200}${'\0'.repeat(8)}ok`;
};

describe('the request authorizer', () => {
  test('is asked on every request: no verdict is kept (B7)', async () => {
    const { call, lambda } = await startApi({}, { gateway: streamOk });
    expect((await call('/v1/mcp', POST)).status).toBe(200);
    lambda.set('guard', async () => policy('Deny', '*'));
    expect((await call('/v1/mcp', POST)).status).toBe(403);
    expect(lambda.calls('guard')).toHaveLength(2);
    expect(lambda.calls('gateway')).toHaveLength(1);
  });

  test('gets headers, method ARN and context, and no body', async () => {
    const { lambda, api } = await statusWith(async () => policy('Allow', '*'));
    const [event] = lambda.calls('guard');
    expect(event).toMatchObject({
      type: 'REQUEST',
      resource: '/mcp',
      path: '/mcp',
      httpMethod: 'POST',
      headers: { authorization: 'Bearer x' },
      requestContext: { domainName: new URL(api.url).host, identity: { sourceIp: '127.0.0.1' }, stage: 'v1' },
    });
    expect(event?.methodArn).toMatch(/^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}\/v1\/POST\/mcp$/);
    expect(event).not.toHaveProperty('body');
  });

  test.each([
    ['absent', {}],
    ['empty', { authorization: '' }],
  ])('is not asked when the identity source is %s: 401 (B1)', async (_, headers) => {
    const { call, lambda } = await startApi();
    const response = await call('/v1/mcp', { method: 'POST', headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
    expect(lambda.events).toHaveLength(0);
  });

  test('hands its context to the function as text, and nothing the client sent as such', async () => {
    const { lambda } = await statusWith(async () => ({
      ...policy('Allow', '*'),
      context: { caller: '{"sub":"alice"}', count: 3, yes: true, principalId: 'mallory' },
    }));
    expect(lambda.calls('gateway')[0]?.requestContext.authorizer).toMatchObject({
      caller: '{"sub":"alice"}',
      count: '3',
      yes: 'true',
      principalId: 'alice',
      integrationLatency: expect.any(Number),
    });
  });

  test.each<[string, FakeFunction, number]>([
    ['says Unauthorized', () => Promise.reject(new FakeError('Error', 'Unauthorized')), 401],
    ['throws anything else', () => Promise.reject(new FakeError('Error', 'JWKS unreachable')), 500],
    ['returns nothing', async () => null, 500],
    ['returns a yes in place of a policy', async () => ({ isAuthorized: true }), 500],
    ['returns no principal', async () => ({ policyDocument: policy('Allow', '*').policyDocument }), 500],
    ['returns an object in its context', async () => ({ ...policy('Allow', '*'), context: { a: { b: 'c' } } }), 500],
    ['denies', async () => policy('Deny', '*'), 403],
    ['allows another method', async () => policy('Allow', 'arn:aws:execute-api:*:*:*/v1/GET/mcp'), 403],
    ['allows nothing', async () => ({ ...policy('Allow', '*'), policyDocument: { Statement: [] } }), 403],
    [
      'allows and denies',
      async () => ({
        ...policy('Allow', '*'),
        policyDocument: {
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*/POST/mcp' },
          ],
        },
      }),
      403,
    ],
    [
      'allows under a condition',
      async () => ({
        ...policy('Allow', '*'),
        policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }] },
      }),
      500,
    ],
    [
      'allows another action',
      async () => ({
        ...policy('Allow', '*'),
        policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: '*' }] },
      }),
      403,
    ],
  ])('fails closed when it %s', async (_, guard, status) => {
    const answer = await statusWith(guard);
    expect(answer.status).toBe(status);
    expect(answer.lambda.calls('gateway')).toHaveLength(0);
    expect(answer.body).not.toContain('JWKS');
  });

  test('tells the person at the terminal, not the client, why it failed', async () => {
    const { log, body } = await statusWith(() => Promise.reject(new FakeError('Error', 'JWKS unreachable')));
    expect(log[0]?.reason).toContain('JWKS unreachable');
    expect(body).toBe('{"message":null}');
  });

  test('must have let API Gateway in by a permission of its own', async () => {
    const other = {
      ...API.GuardPermission,
      Properties: { ...API.GuardPermission.Properties, Principal: 's3.amazonaws.com' },
    };
    const { call, lambda, log } = await startApi({ GuardPermission: other });
    expect((await call('/v1/mcp', POST)).status).toBe(500);
    expect(lambda.events).toHaveLength(0);
    expect(log[0]?.reason).toContain('no AWS::Lambda::Permission');
  });

  test('gives the challenge of a 403 its scope through its context (B3)', async () => {
    const { call } = await startApi(
      {
        Denied: gatewayResponse('ACCESS_DENIED', {
          StatusCode: '403',
          ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.challenge' },
          ResponseTemplates: { 'application/json': '{"needs":"$context.authorizer.scope"}' },
        }),
      },
      { guard: async () => policy('Deny', '*', { challenge: 'Bearer error="insufficient_scope"', scope: 'a b' }) },
    );
    const response = await call('/v1/mcp', POST);
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    expect(await response.json()).toEqual({ needs: 'a b' });
  });

  test('cannot break out of a response header with a line break', async () => {
    const { call } = await startApi(
      {
        Denied: gatewayResponse('ACCESS_DENIED', {
          ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.challenge' },
        }),
      },
      { guard: async () => policy('Deny', '*', { challenge: 'Bearer\r\nSet-Cookie: a=b' }) },
    );
    const response = await call('/v1/mcp', POST);
    expect(response.status).toBe(500);
    expect(response.headers.get('set-cookie')).toBeNull();
  });
});
