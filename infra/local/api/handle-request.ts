import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LambdaHost } from '../lambda/lambda-host.ts';
import { type AccessLogEntry, accessLogEntry } from './access-log.ts';
import type { ApiDefinition, ApiMethod } from './api-definition.ts';
import { type ApiFailure, ApiRefusal, answerOf } from './api-failure.ts';
import { authorizeRequest } from './authorize-request.ts';
import { answerByFunction } from './buffered-integration.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { type FoundMethod, findMethod } from './find-method.ts';
import { type GatewayResponses, renderGatewayResponse } from './gateway-responses.ts';
import { answerByMock } from './mock-integration.ts';
import { type AuthorizerGrant, proxyEvent } from './proxy-event.ts';
import { readBody } from './read-body.ts';
import { type Sent, sendResponse } from './send-response.ts';
import { answerByStream } from './stream-integration.ts';
import type { TokenBucket } from './throttle.ts';
import { unsendableHeader } from './unsendable-header.ts';

/** What a request meets. */
export interface RequestParts {
  readonly api: ApiDefinition;
  readonly lambda: LambdaHost;
  readonly buckets: ReadonlyMap<ApiMethod, TokenBucket>;
  readonly now: () => number;
  readonly newRequestId: () => string;
  readonly onAccessLog: (entry: AccessLogEntry) => void;
}

/** Answers one request as API Gateway would, and writes its line in the access log. Never rejects. */
export async function handleRequest(
  parts: RequestParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = openExchange(request, parts);
  const { bytes, reason } = await answer(parts, exchange, request, response);
  const { variables } = exchange;
  variables.set('status', String(response.statusCode));
  variables.set('responseLength', String(bytes));
  variables.set('responseLatency', String(parts.now() - exchange.startedAt));
  parts.onAccessLog(accessLogEntry(parts.api.accessLog, variables, reason));
}

/** The order of a request: route and throttle, body, authorizer, integration. */
async function answer(
  parts: RequestParts,
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Sent> {
  try {
    const found = routeRequest(parts, exchange);
    const body = await readBody(request);
    const grant = await authorizeRequest(parts, exchange, found);
    return await integrate(parts, { exchange, found, body, grant }, response);
  } catch (error) {
    return refuse(parts, exchange, failureOf(error), response);
  }
}

/** Throttling comes before the authorizer: what a method may take, its authorizer may. */
function routeRequest({ api, buckets }: RequestParts, exchange: Exchange): FoundMethod {
  if (exchange.path === undefined) throw new ApiRefusal({ kind: 'no_route' });
  const found = findMethod(api, exchange.verb, exchange.path);
  exchange.variables.set('resourceId', found.method.resource.id);
  exchange.variables.set('resourcePath', found.method.resource.path);
  if (buckets.get(found.method)?.take() === false) throw new ApiRefusal({ kind: 'throttled' });
  return found;
}

/** An admitted request on its way to the integration. */
interface Admitted {
  readonly exchange: Exchange;
  readonly found: FoundMethod;
  readonly body: string | null;
  readonly grant: AuthorizerGrant | undefined;
}

async function integrate(
  { api, lambda, now }: RequestParts,
  { exchange, found, body, grant }: Admitted,
  response: ServerResponse,
): Promise<Sent> {
  const { requestId, headers } = exchange;
  const { integration } = found.method;
  if (integration.kind === 'mock') {
    return sendResponse(response, answerByMock(integration, headers.get('content-type')), { requestId });
  }
  const { target, timeoutMs } = integration;
  if (target.refusal !== undefined) {
    throw new ApiRefusal({ kind: 'integration_not_permitted', reason: target.refusal });
  }
  const event = proxyEvent(api, exchange, found, { body, grant });
  const call = { lambda, functionName: target.functionName, event, timeoutMs, now, requestId };
  if (integration.kind === 'stream') return answerByStream(call, response);
  return sendResponse(response, await answerByFunction(call), { requestId });
}

/** Answers when a gateway response of the template cannot be sent. */
const NO_RESPONSES: GatewayResponses = new Map();
const HOST_FAULT: ApiFailure = { kind: 'host_fault', reason: 'a gateway response cannot be sent' };

/** After the head has left, the one way to say no is to cut the connection. */
function refuse({ api }: RequestParts, exchange: Exchange, failure: ApiFailure, response: ServerResponse): Sent {
  const reason = 'reason' in failure ? `${failure.kind}: ${failure.reason}` : failure.kind;
  if (response.headersSent) {
    response.destroy();
    return { bytes: 0, reason };
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const { variables, headers, requestId } = exchange;
  const own = renderGatewayResponse(api.gatewayResponses, answerOf(failure), variables, headers);
  const unsendable = unsendableHeader(own.headers);
  if (unsendable === undefined) return sendResponse(response, own, { requestId, reason });
  const plain = renderGatewayResponse(NO_RESPONSES, answerOf(HOST_FAULT), variables, headers);
  return sendResponse(response, plain, { requestId, reason: `${reason}; its gateway response: ${unsendable}` });
}

function failureOf(error: unknown): ApiFailure {
  if (error instanceof ApiRefusal) return error.failure;
  return { kind: 'host_fault', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
