import { describe, expect, test } from 'vitest';
import { readApi } from '../../../../infra/local/api/read-api.ts';
import { UnknownInTemplate } from '../../../../infra/local/template/deployed-stack.ts';
import { API, apiStack, BUFFERED, method } from './api-template.ts';
import { rawRequest, startApi } from './running-api.ts';

const domainName = (more: object = {}) => ({
  Type: 'AWS::ApiGateway::DomainName',
  Properties: {
    DomainName: 'mcp.example.com',
    RegionalCertificateArn: { Ref: 'Certificate' },
    EndpointConfiguration: { Types: ['REGIONAL'] },
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    EndpointAccessMode: 'STRICT',
    ...more,
  },
});

const mapping = (more: object = {}) => ({
  Type: 'AWS::ApiGateway::BasePathMapping',
  Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, ...more },
});

const restApi = (more: object) => ({ ...API.Api, Properties: { ...API.Api.Properties, ...more } });

const DOMAIN = {
  Certificate: { Type: 'AWS::CertificateManager::Certificate', Properties: { DomainName: 'mcp.example.com' } },
  Domain: domainName(),
  Mapping: mapping(),
};
const CLOSED = { ...DOMAIN, Api: restApi({ DisableExecuteApiEndpoint: true }) };

describe('an API with a domain name of its own', () => {
  test('is reached without the stage, and the function sees the path as AWS gives it', async () => {
    const { call, lambda } = await startApi(CLOSED);
    const form = new URLSearchParams({ grant_type: 'refresh_token', x: 'a b' });
    expect((await call('/open?a=1&a=2', { method: 'POST', body: form })).status).toBe(200);
    expect(lambda.calls('gateway')[0]).toMatchObject({
      path: '/open',
      resource: '/open',
      httpMethod: 'POST',
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      body: 'grant_type=refresh_token&x=a+b',
      requestContext: { path: '/open', stage: 'v1', resourcePath: '/open' },
    });
  });

  test('asks its authorizer about the stage all the same (A8)', async () => {
    const { call, lambda } = await startApi(CLOSED);
    await call('/mcp', { method: 'POST', headers: { authorization: 'x' } });
    expect(lambda.calls('guard')[0]?.methodArn).toMatch(/\/v1\/POST\/mcp$/);
  });

  test.each(['/v1', '/v1/open', '/v1/mcp', '/v1/open?a=1'])(
    'refuses its own address when that is switched off: %s (A1)',
    async (path) => {
      const { api, lambda, log } = await startApi(CLOSED);
      const { host } = new URL(api.url);
      const answer = await rawRequest(api.url, { path, headers: ['Host', host] });
      expect(answer).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
      expect([lambda.events.length, log.length]).toEqual([0, 0]);
    },
  );

  test('keeps its own address as long as nobody switches it off', async () => {
    const { call, lambda } = await startApi(DOMAIN);
    for (const path of ['/open', '/v1/open']) expect((await call(path)).status).toBe(200);
    expect(lambda.calls('gateway').map(({ path, requestContext }) => [path, requestContext.path])).toEqual([
      ['/open', '/open'],
      ['/open', '/v1/open'],
    ]);
  });

  test.each(['/nothing', '/', '//open', '/v2/open'])('answers an unknown path with 403: %s', async (path) => {
    const { call } = await startApi(CLOSED);
    const response = await call(path);
    expect([response.status, await response.json()]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  test('still answers only to this machine by its own name (A5)', async () => {
    const { api } = await startApi(CLOSED);
    expect((await rawRequest(`${api.url}/open`, { headers: ['Host', 'mcp.example.com'] })).status).toBe(403);
  });
});

test('without a domain name a path without the stage leads nowhere', async () => {
  const { call } = await startApi();
  expect((await call('/open')).status).toBe(403);
});

describe('the template stops at the start, by its name, at', () => {
  test.each<[string, Record<string, object>, RegExp]>([
    ['an API without any address', { Api: restApi({ DisableExecuteApiEndpoint: true }) }, /without any address/],
    ['a domain name that leads nowhere', { Domain: domainName() }, /without a mapping/],
    ['a base path', { ...DOMAIN, Mapping: mapping({ BasePath: 'tools' }) }, /BasePath/],
    ['another stage', { ...DOMAIN, Mapping: mapping({ Stage: 'beta' }) }, /the stage beta/],
    ['another API', { ...DOMAIN, Mapping: mapping({ RestApiId: 'abc' }) }, /the API abc/],
    ['another domain name', { ...DOMAIN, Mapping: mapping({ DomainName: 'x.example' }) }, /the domain name x\.example/],
    ['a second domain name', { ...DOMAIN, Second: domainName() }, /second AWS::ApiGateway::DomainName/],
    ['mutual TLS', { ...DOMAIN, Domain: domainName({ MutualTlsAuthentication: {} }) }, /MutualTlsAuthentication/],
    ['an edge domain', { ...DOMAIN, Domain: domainName({ EndpointConfiguration: { Types: ['EDGE'] } }) }, /Types/],
    [
      'a path that could also be the stage',
      {
        ...DOMAIN,
        Odd: { ...API.Open, Properties: { ...API.Open.Properties, PathPart: '{proxy+}' } },
        OddGet: method('GET', 'Odd', BUFFERED),
      },
      /could also be the stage/,
    ],
  ])('%s (C1)', (_, changes, message) => {
    const read = () => readApi(apiStack({ Certificate: DOMAIN.Certificate, ...changes }));
    expect(read).toThrow(UnknownInTemplate);
    expect(read).toThrow(message);
  });
});
