import type { IncomingMessage } from 'node:http';
import type { ApiDefinition } from './api-definition.ts';
import type { ContextVariables } from './context-variables.ts';
import { RequestHeaders } from './request-headers.ts';
import { pathOfResource } from './stage-path.ts';

/** One request, from its arrival to its line in the access log. */
export interface Exchange {
  readonly requestId: string;
  readonly verb: string;
  /** Path as the client sent it: with the stage, or without where it came over the template's own domain name. */
  readonly fullPath: string;
  /** Path below the stage; undefined when it is not of this stage. */
  readonly path: string | undefined;
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly sourceIp: string;
  /** Host the client addressed: `domainName` of the event. */
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly variables: ContextVariables;
}

/** What an exchange takes from outside. */
export interface ExchangeParts {
  readonly api: ApiDefinition;
  readonly now: () => number;
  readonly newRequestId: () => string;
}

/** Takes a request down, before anything is decided about it. */
export function openExchange(request: IncomingMessage, { api, now, newRequestId }: ExchangeParts): Exchange {
  const [fullPath = '', ...query] = (request.url ?? '').split('?');
  const headers = new RequestHeaders(request.rawHeaders);
  const sourceIp = request.socket.remoteAddress ?? '';
  const exchange = {
    requestId: newRequestId(),
    verb: request.method ?? '',
    fullPath,
    path: pathOfResource(api, fullPath),
    query: new URLSearchParams(query.join('?')),
    headers: withForwarding(headers, sourceIp, request.socket.localPort),
    sourceIp,
    host: headers.get('host') ?? '',
    startedAt: now(),
    variables: new Map<string, string>(),
  };
  describe(exchange, request.httpVersion, api);
  return exchange;
}

/** `15/Nov/2026:10:01:02 +0000`: the time format of an access log. */
export function logTime(milliseconds: number): string {
  const [, day, month, year, time] = /, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(new Date(milliseconds).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What API Gateway adds; a client's own words for these are never passed on, except the list of addresses. */
function withForwarding(headers: RequestHeaders, sourceIp: string, port: number | undefined): RequestHeaders {
  headers.set('X-Forwarded-For', [...headers.all('x-forwarded-for'), sourceIp].join(', '));
  headers.set('X-Forwarded-Port', String(port ?? ''));
  headers.set('X-Forwarded-Proto', 'http');
  return headers;
}

function describe(exchange: Exchange, httpVersion: string, api: ApiDefinition): void {
  const { variables, host } = exchange;
  const values = {
    accountId: api.account,
    apiId: api.id,
    deploymentId: api.deploymentId,
    domainName: host,
    domainPrefix: host.split('.')[0] ?? '',
    extendedRequestId: exchange.requestId,
    httpMethod: exchange.verb,
    'identity.sourceIp': exchange.sourceIp,
    'identity.userAgent': exchange.headers.get('user-agent'),
    path: exchange.fullPath,
    protocol: `HTTP/${httpVersion}`,
    requestId: exchange.requestId,
    requestTime: logTime(exchange.startedAt),
    requestTimeEpoch: String(exchange.startedAt),
    stage: api.stage,
  };
  for (const [name, value] of Object.entries(values)) if (value !== undefined) variables.set(name, value);
}
