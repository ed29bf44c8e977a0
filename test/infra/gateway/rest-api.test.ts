import { expect, test } from 'vitest';
import * as z from 'zod';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const Stage = z.object({
  StageName: z.string(),
  AccessLogSetting: z.object({ DestinationArn: z.string(), Format: z.string().transform((text) => JSON.parse(text)) }),
  MethodSettings: z.array(
    z.object({
      HttpMethod: z.string(),
      ResourcePath: z.string(),
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
      DataTraceEnabled: z.boolean(),
      LoggingLevel: z.string(),
      CachingEnabled: z.boolean(),
    }),
  ),
  CacheClusterEnabled: z.boolean().optional(),
});

const template = plainTemplate(
  exampleTool({ throttlingRateLimit: 7, throttlingBurstLimit: 9 }, { registration: true }).stack,
);
const [[, properties] = []] = ofType(template, 'AWS::ApiGateway::Stage');
const stage = Stage.parse(properties);

test('every method has a throttle under its own name; none relies on a wildcard (D6)', () => {
  expect(stage.MethodSettings.map(({ HttpMethod, ResourcePath }) => `${HttpMethod} ${ResourcePath}`)).toEqual([
    'POST /~1mcp',
    'GET /~1mcp',
    'DELETE /~1mcp',
    'GET /~1.well-known~1oauth-protected-resource',
    'GET /~1.well-known~1oauth-protected-resource~1mcp',
    'GET /~1.well-known~1oauth-authorization-server',
    'GET /~1.well-known~1openid-configuration',
    'GET /~1oauth~1authorize',
    'POST /~1oauth~1consent',
    'GET /~1oauth~1callback',
    'POST /~1oauth~1token',
    'POST /~1oauth~1register',
  ]);
  expect(stage.MethodSettings).toHaveLength(ofType(template, 'AWS::ApiGateway::Method').length);
  for (const setting of stage.MethodSettings.slice(0, 7)) {
    expect(setting).toMatchObject({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 });
  }
});

test('the sign-in is throttled below the endpoint, and registration lets almost nobody in at once (D6)', () => {
  const limits = stage.MethodSettings.slice(7).map((it) => [
    it.ResourcePath.replace('/~1oauth~1', ''),
    it.ThrottlingRateLimit,
    it.ThrottlingBurstLimit,
  ]);
  expect(limits).toEqual([
    ['authorize', 20, 40],
    ['consent', 10, 20],
    ['callback', 20, 40],
    ['token', 20, 40],
    ['register', 1, 5],
  ]);
});

test('nothing is cached and no request or answer is logged by API Gateway (A9, B8)', () => {
  expect(stage.CacheClusterEnabled).toBeUndefined();
  for (const setting of stage.MethodSettings) {
    expect(setting).toMatchObject({ DataTraceEnabled: false, LoggingLevel: 'OFF', CachingEnabled: false });
  }
});

test('the access log has the request id, and neither headers nor query nor body (I1, B8)', () => {
  const { requestId, ...others } = stage.AccessLogSetting.Format;
  expect(requestId).toBe('$context.requestId');
  expect(Object.values(others)).toEqual([
    '$context.requestTimeEpoch',
    '$context.identity.sourceIp',
    '$context.httpMethod',
    '$context.path',
    '$context.status',
    '$context.error.responseType',
    '$context.authorizer.principalId',
    '$context.responseLength',
    '$context.responseLatency',
  ]);
});

test('the endpoint refuses TLS below 1.2 and ciphers without forward secrecy (A1)', () => {
  expect(ofType(template, 'AWS::ApiGateway::RestApi')).toEqual([
    [
      expect.any(String),
      expect.objectContaining({
        SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
        EndpointAccessMode: 'STRICT',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      }),
    ],
  ]);
});
