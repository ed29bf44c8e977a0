import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { FailureAnswer } from './api-failure.ts';
import { type ContextTemplate, compileContextTemplate } from './context-template.ts';
import { type ContextVariables, isContextVariable } from './context-variables.ts';
import { GatewayResponseType } from './gateway-response-type.ts';
import { parseProperties } from './parse-properties.ts';
import type { RequestHeaders } from './request-headers.ts';
import type { ApiResponse } from './send-response.ts';

/** The template's own gateway responses, by type. */
export type GatewayResponses = ReadonlyMap<GatewayResponseType, GatewayResponse>;

interface GatewayResponse {
  readonly status: number | undefined;
  readonly headers: readonly { readonly name: string; readonly value: HeaderValue }[];
  readonly contentType: string;
  readonly body: ContextTemplate;
}

/** A header without value is left out. */
type HeaderValue = (variables: ContextVariables, request: RequestHeaders) => string | undefined;

const Properties = z.strictObject({
  ResponseType: GatewayResponseType,
  RestApiId: z.string(),
  StatusCode: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

const DEFAULT_TYPE = 'application/json';
const DEFAULT_BODY = '{"message":$context.error.messageString}';
const HEADER = 'gatewayresponse.header.';

/** @throws UnknownInTemplate for a parameter or template beyond plain substitution. */
export function readGatewayResponses(stack: DeployedStack): GatewayResponses {
  return new Map(stack.ofType('AWS::ApiGateway::GatewayResponse').map(readGatewayResponse));
}

/** Answers a failure: the specific gateway response of the template, else its DEFAULT_4XX or _5XX, else AWS's own. */
export function renderGatewayResponse(
  responses: GatewayResponses,
  answer: FailureAnswer,
  variables: ContextVariables,
  request: RequestHeaders,
): ApiResponse {
  describeError(variables, answer);
  const response = responses.get(answer.type) ?? responses.get(answer.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const { status, headers, contentType, body } = response ?? PLAIN_RESPONSE;
  const own = headers.flatMap(({ name, value }) => {
    const text = value(variables, request);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    status: status ?? answer.status,
    headers: [['Content-Type', contentType], ['x-amzn-ErrorType', answer.errorType], ...own],
    body: Buffer.from(body(variables, '')),
  };
}

/** API Gateway gives `null`, unquoted, where it has no message. */
function describeError(variables: ContextVariables, { type, message }: FailureAnswer): void {
  variables.set('error.responseType', type);
  if (message !== undefined) variables.set('error.message', message);
  variables.set('error.messageString', message === undefined ? 'null' : JSON.stringify(message));
}

function readGatewayResponse(resource: DeployedResource): readonly [GatewayResponseType, GatewayResponse] {
  const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = parseProperties(Properties, resource);
  const [template, ...others] = Object.entries(ResponseTemplates);
  if (others.length > 0) throw new UnknownInTemplate('a choice between response templates', resource.path);
  const [contentType, body] = template ?? [DEFAULT_TYPE, DEFAULT_BODY];
  return [
    ResponseType,
    {
      status: StatusCode === undefined ? undefined : Number(StatusCode),
      headers: Object.entries(ResponseParameters).map(([name, value]) => readHeader(name, value, resource.path)),
      contentType,
      body: compileContextTemplate(body, isAllowedInBody, resource.path),
    },
  ];
}

/** What API Gateway substitutes in a gateway response's body, as far as local mode fills it. */
function isAllowedInBody(variable: string): boolean {
  return ['error.messageString', 'error.message', 'requestId'].includes(variable) || /^authorizer\.\w+$/.test(variable);
}

function readHeader(parameter: string, source: string, where: string): GatewayResponse['headers'][number] {
  if (!parameter.startsWith(HEADER)) throw new UnknownInTemplate(`the response parameter ${parameter}`, where);
  return { name: parameter.slice(HEADER.length), value: readHeaderValue(source, where) };
}

function readHeaderValue(source: string, where: string): HeaderValue {
  const quoted = /^'(.*)'$/s.exec(source)?.[1];
  if (quoted !== undefined) return () => quoted;
  const variable = /^context\.(.+)$/.exec(source)?.[1];
  if (variable !== undefined && isContextVariable(variable)) return (variables) => variables.get(variable);
  const header = /^method\.request\.header\.(.+)$/.exec(source)?.[1];
  if (header !== undefined) return (_, request) => request.get(header);
  throw new UnknownInTemplate(`the mapping ${source}`, where);
}

const PLAIN_RESPONSE: GatewayResponse = {
  status: undefined,
  headers: [],
  contentType: DEFAULT_TYPE,
  body: compileContextTemplate(DEFAULT_BODY, isAllowedInBody, 'the default gateway response'),
};
