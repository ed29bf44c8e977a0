import { describe, expect, test } from 'vitest';
import { readApi } from '../../../../infra/local/api/read-api.ts';
import { UnknownInTemplate } from '../../../../infra/local/template/deployed-stack.ts';
import { API, apiStack, BUFFERED, gatewayResponse, guarded, MOCK, method, STREAMED, stage } from './api-template.ts';

const authorizer = (more: object) => ({ ...API.Authorizer, Properties: { ...API.Authorizer.Properties, ...more } });
const restApi = (more: object) => ({ ...API.Api, Properties: { ...API.Api.Properties, ...more } });
const mock = (more: object) => method('GET', 'Meta', { ...MOCK, ...more });
const mockAnswer = (more: object) => mock({ IntegrationResponses: [{ StatusCode: '200', ...more }] });
const setting = (more: object) => stage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...more }] });

describe('readApi', () => {
  test('reads routes, authorizer and integrations of the template', () => {
    const api = readApi(apiStack());
    const routes = api.methods.map(({ verb, resource, integration }) => `${verb} ${resource.path} ${integration.kind}`);
    expect(routes).toEqual([
      'POST /mcp stream',
      'ANY /open buffered',
      'GET /files/{proxy+} buffered',
      'GET /files/{name} buffered',
      'GET /meta mock',
    ]);
    expect(api.methods.map((one) => one.authorizer?.identitySources)).toEqual([
      [{ in: 'header', name: 'Authorization' }],
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each<[string, Record<string, object>, RegExp]>([
    [
      'an authorizer that keeps verdicts (B7)',
      { Authorizer: authorizer({ AuthorizerResultTtlInSeconds: 300 }) },
      /outlives a revocation/,
    ],
    [
      'an authorizer that keeps verdicts by default (B7)',
      {
        Authorizer: {
          ...API.Authorizer,
          Properties: { ...API.Authorizer.Properties, AuthorizerResultTtlInSeconds: { Ref: 'AWS::NoValue' } },
        },
      },
      /outlives a revocation/,
    ],
    [
      'a Cognito authorizer',
      { Authorizer: authorizer({ Type: 'COGNITO_USER_POOLS' }) },
      /AWS::ApiGateway::Authorizer Type/,
    ],
    [
      'an identity source in the stage',
      { Authorizer: authorizer({ IdentitySource: 'stageVariables.x' }) },
      /stageVariables\.x/,
    ],
    [
      'IAM authorization',
      { MetaGet: method('GET', 'Meta', MOCK, { AuthorizationType: 'AWS_IAM' }) },
      /AuthorizationType/,
    ],
    [
      'an authorizer that is not there',
      { MetaGet: method('GET', 'Meta', MOCK, { ...guarded, AuthorizerId: 'x' }) },
      /the authorizer x/,
    ],
    ['an API key', { MetaGet: method('GET', 'Meta', MOCK, { ApiKeyRequired: true }) }, /ApiKeyRequired/],
    [
      'a request validator',
      { MetaGet: method('GET', 'Meta', MOCK, { RequestValidatorId: 'v' }) },
      /RequestValidatorId/,
    ],
    [
      'an HTTP integration',
      { MetaGet: method('GET', 'Meta', { Type: 'HTTP_PROXY', Uri: 'https://x.example' }) },
      /Integration\.Type/,
    ],
    [
      'a mapping into the request',
      { OpenAny: method('ANY', 'Open', { ...BUFFERED, RequestParameters: { a: "'b'" } }) },
      /RequestParameters/,
    ],
    [
      'a stream over the buffered API of Lambda',
      { OpenAny: method('ANY', 'Open', { ...BUFFERED, ResponseTransferMode: 'STREAM' }) },
      /STREAM integration URI/,
    ],
    [
      'a buffer over the streaming API of Lambda',
      { OpenAny: method('ANY', 'Open', { ...STREAMED, ResponseTransferMode: 'BUFFERED' }) },
      /BUFFERED integration URI/,
    ],
    ['a resource policy', { Api: restApi({ Policy: {} }) }, /Policy/],
    ['binary media types', { Api: restApi({ BinaryMediaTypes: ['*/*'] }) }, /BinaryMediaTypes/],
    [
      'a private endpoint',
      { Api: restApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }) },
      /EndpointConfiguration/,
    ],
    ['a second API', { Second: API.Api }, /2 of AWS::ApiGateway::RestApi/],
    ['stage variables', { Stage: stage({ Variables: { a: 'b' } }) }, /Variables/],
    ['a response cache', { Stage: setting({ CachingEnabled: true }) }, /CachingEnabled/],
    ['a throttle key for some methods', { Stage: setting({ HttpMethod: 'POST' }) }, /POST \/\*/],
    [
      'a log variable AWS does not have',
      { Stage: stage({ AccessLogSetting: { DestinationArn: 'x', Format: '$context.colour' } }) },
      /\$context\.colour/,
    ],
    [
      'Velocity in a mock',
      { MetaGet: mockAnswer({ ResponseTemplates: { 'application/json': '#set($a = 1)' } }) },
      /#set/,
    ],
    [
      'a variable in a mock',
      { MetaGet: mockAnswer({ ResponseTemplates: { 'application/json': '$context.requestId' } }) },
      /\$context\.requestId/,
    ],
    [
      'a mock that computes its status',
      { MetaGet: mock({ RequestTemplates: { 'application/json': '{"statusCode": $x}' } }) },
      /request template/,
    ],
    [
      'a header a method does not declare',
      { MetaGet: mockAnswer({ ResponseParameters: { 'method.response.header.X': "'a'" } }) },
      /method\.response\.header\.X/,
    ],
    ['a gateway response of an unknown type', { R: gatewayResponse('TEAPOT', {}) }, /ResponseType/],
    [
      'Velocity in a gateway response',
      {
        R: gatewayResponse('UNAUTHORIZED', {
          ResponseTemplates: { 'application/json': '$util.escapeJavaScript("x")' },
        }),
      },
      /\$util/,
    ],
    [
      'another variable in a gateway response',
      { R: gatewayResponse('UNAUTHORIZED', { ResponseTemplates: { 'application/json': '$context.stage' } }) },
      /\$context\.stage/,
    ],
    [
      'a computed header in a gateway response',
      {
        R: gatewayResponse('UNAUTHORIZED', {
          ResponseParameters: { 'gatewayresponse.header.X': 'method.request.querystring.a' },
        }),
      },
      /querystring/,
    ],
  ])('stops at the start, by its name, at %s', (_, changes, message) => {
    const read = () => readApi(apiStack(changes));
    expect(read).toThrow(UnknownInTemplate);
    expect(read).toThrow(message);
  });
});
