import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  aws_apigateway as apigateway,
  Duration,
  aws_lambda as lambda,
  aws_logs as logs,
  Stack,
} from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestApi, startRestApi } from '../../../../infra/local/api/start-rest-api.ts';
import { readAssembly } from '../../../../infra/local/template/read-assembly.ts';
import { resolveTemplate } from '../../../../infra/local/template/resolve-template.ts';
import { FakeLambda } from './fake-lambda.ts';
import { policy } from './running-api.ts';

let folder: string;
let api: RestApi;
let host: FakeLambda;
const lines: (string | undefined)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-'));
  synthesise(folder);
  host = new FakeLambda({
    guard: async () => policy('Allow', '*', { caller: 'alice' }),
    gateway: async function* () {
      yield `{"statusCode":200,"headers":{"Content-Type":"text/event-stream"}}${'\0'.repeat(8)}data: 1\n\n`;
    },
  });
  const addresses = { api: 'http://127.0.0.1:7001', issuer: 'http://127.0.0.1:7002' };
  const stack = resolveTemplate(readAssembly(folder), addresses);
  expect(Object.values(stack.outputs)).toEqual(['http://127.0.0.1:7001/v1/']);
  api = await startRestApi({ stack, lambda: host, port: 0, onAccessLog: ({ line }) => lines.push(line) });
}, 60_000);

afterAll(async () => {
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The shape of Sallyport's own API: streamed and guarded `/mcp`, open metadata, challenges as gateway responses. */
function synthesise(outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Desk');
  const code = (functionName: string) =>
    new lambda.Function(stack, functionName, {
      functionName,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({});'),
    });
  const rest = new apigateway.RestApi(stack, 'Api', {
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    deployOptions: {
      stageName: 'v1',
      throttlingRateLimit: 100,
      throttlingBurstLimit: 100,
      accessLogDestination: new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, 'Access')),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      methodOptions: { '/mcp/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 3 } },
    },
  });
  const authorizer = new apigateway.RequestAuthorizer(stack, 'Authorizer', {
    handler: code('guard'),
    identitySources: [apigateway.IdentitySource.header('Authorization')],
    resultsCacheTtl: Duration.seconds(0),
  });
  const gateway = code('gateway');
  const stream = new apigateway.LambdaIntegration(gateway, {
    responseTransferMode: apigateway.ResponseTransferMode.STREAM,
    timeout: Duration.minutes(15),
  });
  rest.root.addResource('mcp').addMethod('POST', stream, { authorizer });
  rest.root
    .addResource('.well-known')
    .addResource('{proxy+}', { defaultCorsPreflightOptions: { allowOrigins: ['https://a.example'] } })
    .addMethod(
      'GET',
      new apigateway.MockIntegration({
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': '{"resource":"x"}' } }],
      }),
      { methodResponses: [{ statusCode: '200' }] },
    );
  // Not `rest.url`: the stage depends on the deployment, and that on its gateway responses.
  const address = `https://${rest.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}/v1/`;
  rest.addGatewayResponse('Unauthorized', {
    type: apigateway.ResponseType.UNAUTHORIZED,
    statusCode: '401',
    responseHeaders: { 'WWW-Authenticate': `'Bearer resource_metadata="${address}"'` },
  });
  app.synth();
}

const post = (headers: Record<string, string>) => fetch(`${api.url}/v1/mcp`, { method: 'POST', headers });

test('a synthesised API challenges a caller without token, with addresses of this machine (B3)', async () => {
  const response = await post({});
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer resource_metadata="http://127.0.0.1:7001/v1/"');
});

test('a synthesised API streams the answer of an authorized call and logs it', async () => {
  const response = await post({ authorization: 'Bearer x' });
  expect(await response.text()).toBe('data: 1\n\n');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(host.calls('gateway')[0]?.requestContext.authorizer).toMatchObject({ caller: 'alice', principalId: 'alice' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ resourcePath: '/mcp', status: '200', responseLength: '9' });
});

test('a synthesised API answers metadata and preflight by itself', async () => {
  expect(await (await fetch(`${api.url}/v1/.well-known/oauth-protected-resource/mcp`)).json()).toEqual({
    resource: 'x',
  });
  const preflight = await fetch(`${api.url}/v1/.well-known/a`, { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://a.example');
});

test('a synthesised API throttles by the limits of the method', async () => {
  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await post({ authorization: 'Bearer x' })).status);
  expect(statuses.at(-1)).toBe(429);
});
