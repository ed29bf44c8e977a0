import { CallError, failureOf } from '../../shared/call-failure.ts';
import { McpHeader, TOOLS_CALL } from '../../shared/protocol.ts';
import { answerByMcp, type Exchange } from './answer-by-mcp.ts';
import { checkHeadersMatchBody } from './check-headers-match-body.ts';
import { checkHostAndOrigin } from './check-host-and-origin.ts';
import { checkMethodAndType } from './check-method-and-type.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { identifyCaller } from './identify-caller.ts';
import { logFailure } from './log-failure.ts';
import { type ProxyAnswer, ProxyEvent, readHeaders } from './proxy-event.ts';
import { readBody } from './read-body.ts';
import { readMessage } from './read-message.ts';
import { refuseRequest } from './refuse-request.ts';
import { type RequestAudit, recordText, requestAudit } from './request-audit.ts';
import { settleAnswer } from './settle-answer.ts';

/** An answer, and what must be over before the Lambda environment may be frozen. */
export interface Served {
  readonly answer: ProxyAnswer;
  /** Settles when the request's record was written; also when the client left in the middle. Never rejects. */
  readonly settled: Promise<void>;
}

/** Serves one request from API Gateway. Never throws: whatever happens becomes an answer and one record. */
export async function serveRequest(event: unknown, deadline: AbortSignal, parts: GatewayParts): Promise<Served> {
  const { GATEWAY_NAME: gateway } = parts.environment;
  const audit = requestAudit({ records: parts.records, gateway, now: parts.now, randomUUID: parts.randomUUID });
  const calls: Promise<unknown>[] = [];
  let answer: ProxyAnswer;
  try {
    answer = await serve(openExchange(readRequest(event, parts, audit), deadline, audit, calls), parts);
  } catch (error) {
    answer = await refuse(error, audit, parts);
  }
  return { answer: guarded(answer, audit.id), settled: Promise.allSettled(calls).then(() => undefined) };
}

async function serve({ exchange, settling }: ReturnType<typeof openExchange>, parts: GatewayParts) {
  const response = await answerByMcp(exchange, parts);
  return readable(await settleAnswer(response, settling), exchange.headers.get('origin'));
}

/** The door: who calls, from where, and one message that says the same in its headers and its body. */
function readRequest(event: unknown, { environment }: GatewayParts, audit: RequestAudit) {
  const request = readEvent(event);
  const headers = readHeaders(request);
  audit.note({
    requestId: request.requestContext.requestId,
    sourceIp: request.requestContext.identity?.sourceIp,
    protocolVersion: recordText(headers.get(McpHeader.protocolVersion), 32),
  });
  const verified = identifyCaller(request);
  audit.note({ caller: verified.caller });
  checkHostAndOrigin(request, headers, { resource: environment.RESOURCE, origins: environment.ALLOWED_ORIGINS });
  checkMethodAndType(request, headers);
  const message = readMessage(readBody(request));
  audit.note({ method: recordText(message.method, 64) });
  if (message.method === TOOLS_CALL) audit.note({ tool: recordText(message.params?.name, 128) });
  checkHeadersMatchBody(headers, message);
  return { verified, headers, message };
}

function readEvent(event: unknown): ProxyEvent {
  const request = ProxyEvent.safeParse(event);
  if (request.success) return request.data;
  throw new CallError({ reason: 'caller_unknown' }, { cause: request.error });
}

function openExchange(
  request: ReturnType<typeof readRequest>,
  deadline: AbortSignal,
  audit: RequestAudit,
  calls: Promise<unknown>[],
) {
  const client = new AbortController();
  const exchange: Exchange = {
    ...request,
    audit,
    clientGone: client.signal,
    deadline,
    begin: (call) => void calls.push(call),
  };
  const { message } = request;
  return { exchange, settling: { audit, message, begun: () => calls.length > 0, leave: () => client.abort() } };
}

async function refuse(error: unknown, audit: RequestAudit, { log }: GatewayParts): Promise<ProxyAnswer> {
  logFailure(log, audit.id, error);
  const failure = failureOf(error);
  if (audit.closed) return refuseRequest(failure, audit.id);
  try {
    await audit.failed(failure);
    return refuseRequest(failure, audit.id);
  } catch (unrecorded) {
    logFailure(log, audit.id, unrecorded);
    return refuseRequest({ reason: 'record_refused' }, audit.id);
  }
}

/** Lets the page of an origin that passed the door read the answer; never `*` (A7). */
function readable(answer: ProxyAnswer, origin: string | null): ProxyAnswer {
  if (origin === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': origin, vary: 'Origin' } };
}

/** No answer may be stored, guessed at or go out without its correlation id. */
function guarded(answer: ProxyAnswer, correlationId: string): ProxyAnswer {
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'cache-control': 'no-store, no-transform',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': correlationId,
    },
  };
}
