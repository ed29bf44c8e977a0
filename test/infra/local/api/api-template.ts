import type { DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import { resolveTemplate } from '../../../../infra/local/template/resolve-template.ts';
import { ADDRESSES, assemblyOf } from '../template/assembly-of.ts';

type Properties = Record<string, unknown>;

const uri = (name: string, version: string, tail: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/${version}/functions/\${${name}.Arn}/${tail}`,
});

export const BUFFERED = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: uri('Gateway', '2015-03-31', 'invocations'),
};

export const STREAMED = {
  ...BUFFERED,
  ResponseTransferMode: 'STREAM',
  Uri: uri('Gateway', '2021-11-15', 'response-streaming-invocations'),
};

export const MOCK = {
  Type: 'MOCK',
  PassthroughBehavior: 'NEVER',
  RequestTemplates: { 'application/json': '{"statusCode": 200}' },
  IntegrationResponses: [
    {
      StatusCode: '200',
      ResponseTemplates: { 'application/json': '{"resource":"x"}' },
      ResponseParameters: { 'method.response.header.Cache-Control': "'max-age=60'" },
    },
  ],
};

const permission = (name: string, tail: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    FunctionName: { 'Fn::GetAtt': [name, 'Arn'] },
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${tail}` },
  },
});

const resource = (part: string, parent?: string) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: {
    RestApiId: { Ref: 'Api' },
    PathPart: part,
    ParentId: parent ? { Ref: parent } : { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
  },
});

export const method = (verb: string, on: string, integration: Properties, more: Properties = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    HttpMethod: verb,
    ResourceId: { Ref: on },
    RestApiId: { Ref: 'Api' },
    AuthorizationType: 'NONE',
    Integration: integration,
    MethodResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.Cache-Control': true } }],
    ...more,
  },
});

export const guarded = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

/** Resources of a small API: `/mcp` is guarded, `/open` and `/files/{proxy+}` are not, `/meta` answers by itself. */
export const API = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Gateway: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'gateway' } },
  Guard: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'guard' } },
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'a',
      RestApiId: { Ref: 'Api' },
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerUri: uri('Guard', '2015-03-31', 'invocations'),
    },
  },
  GuardPermission: permission('Guard', 'authorizers/${Authorizer}'),
  McpPermission: permission('Gateway', 'v1/POST/mcp'),
  OpenPermission: permission('Gateway', 'v1/*/open'),
  FilesPermission: permission('Gateway', 'v1/GET/files/*'),
  Mcp: resource('mcp'),
  Open: resource('open'),
  Files: resource('files'),
  FilesProxy: resource('{proxy+}', 'Files'),
  FilesOne: resource('{name}', 'Files'),
  Meta: resource('meta'),
  McpPost: method('POST', 'Mcp', STREAMED, guarded),
  OpenAny: method('ANY', 'Open', BUFFERED),
  FilesGet: method('GET', 'FilesProxy', BUFFERED),
  FilesOneGet: method('GET', 'FilesOne', BUFFERED),
  MetaGet: method('GET', 'Meta', MOCK),
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { StageName: 'v1', RestApiId: { Ref: 'Api' }, DeploymentId: 'd1' },
  },
};

/** The API with some resources changed or added. */
export function apiStack(changes: Record<string, object> = {}): DeployedStack {
  return resolveTemplate(assemblyOf({ Resources: { ...API, ...changes } }), ADDRESSES);
}

/** A stage with more properties. */
export function stage(more: Properties): object {
  return { ...API.Stage, Properties: { ...API.Stage.Properties, ...more } };
}

export function gatewayResponse(type: string, properties: Properties): object {
  return {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ...properties },
  };
}
