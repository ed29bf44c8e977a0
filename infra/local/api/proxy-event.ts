import type { Json } from '../../../shared/json-schema.ts';
import type { ApiDefinition } from './api-definition.ts';
import { type Exchange, logTime } from './exchange.ts';
import type { FoundMethod } from './find-method.ts';

/** What an authorizer found out, as the integration gets it. */
export interface AuthorizerGrant {
  readonly principalId: string;
  /** Strings only: API Gateway turns numbers and booleans into text. */
  readonly context: { readonly [key: string]: string };
  readonly latencyMs: number;
}

/**
 * The event of a Lambda proxy integration, payload format 1.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(
  api: ApiDefinition,
  exchange: Exchange,
  found: FoundMethod,
  { body, grant }: { readonly body: string | null; readonly grant: AuthorizerGrant | undefined },
): Json {
  const { principalId, context, latencyMs } = grant ?? {};
  return {
    ...requestPart(exchange, found),
    requestContext: {
      ...requestContext(api, exchange, found),
      ...(grant
        ? { authorizer: { ...context, principalId: principalId ?? '', integrationLatency: latencyMs ?? 0 } }
        : {}),
    },
    body,
    isBase64Encoded: false,
  };
}

/** ARN of the request: what an authorizer's policy is asked about. */
export function methodArn(api: ApiDefinition, { verb, path }: Exchange): string {
  return `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/${verb}${path ?? ''}`;
}

/**
 * The event of a Lambda REQUEST authorizer. It holds no body: an authorizer decides on headers alone.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function authorizerEvent(api: ApiDefinition, exchange: Exchange, found: FoundMethod): Json {
  return {
    type: 'REQUEST',
    methodArn: methodArn(api, exchange),
    ...requestPart(exchange, found),
    requestContext: requestContext(api, exchange, found),
  };
}

function requestPart(exchange: Exchange, { method, pathParameters }: FoundMethod): { [name: string]: Json } {
  const names = [...new Set(exchange.query.keys())];
  const single = names.map((name) => [name, exchange.query.getAll(name).at(-1) ?? ''] as const);
  const multiple = names.map((name) => [name, exchange.query.getAll(name)] as const);
  return {
    resource: method.resource.path,
    path: exchange.path ?? '',
    httpMethod: exchange.verb,
    headers: exchange.headers.single(),
    multiValueHeaders: exchange.headers.multiple(),
    queryStringParameters: names.length === 0 ? null : Object.fromEntries(single),
    multiValueQueryStringParameters: names.length === 0 ? null : Object.fromEntries(multiple),
    pathParameters,
    stageVariables: null,
  };
}

function requestContext(api: ApiDefinition, exchange: Exchange, { method }: FoundMethod): { [name: string]: Json } {
  const { variables } = exchange;
  return {
    accountId: api.account,
    apiId: api.id,
    deploymentId: api.deploymentId,
    domainName: exchange.host,
    domainPrefix: variables.get('domainPrefix') ?? '',
    extendedRequestId: exchange.requestId,
    httpMethod: exchange.verb,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: exchange.sourceIp,
      user: null,
      userAgent: exchange.headers.get('user-agent') ?? null,
      userArn: null,
    },
    path: exchange.fullPath,
    protocol: variables.get('protocol') ?? '',
    requestId: exchange.requestId,
    requestTime: logTime(exchange.startedAt),
    requestTimeEpoch: exchange.startedAt,
    resourceId: method.resource.id,
    resourcePath: method.resource.path,
    stage: api.stage,
  };
}
