import { type CallFailure, toWire } from '../../shared/call-failure.ts';
import { RpcError } from '../../shared/protocol.ts';
import { errorData } from './call-answer.ts';
import type { ProxyAnswer } from './proxy-event.ts';

/** Answers a request that never became a call: an HTTP status with a JSON-RPC error (design §7). */
export function refuseRequest(failure: CallFailure, correlationId: string): ProxyAnswer {
  const { status, code, message } = httpAnswer(failure);
  const error = { code, message, data: errorData(failure, correlationId) };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...(status === 405 ? { allow: 'POST' } : {}) },
    body: JSON.stringify({ jsonrpc: '2.0', id: null, error }),
  };
}

function httpAnswer(failure: CallFailure) {
  const answer = toWire(failure);
  return answer.kind === 'http' ? answer : { status: 500, code: RpcError.internal, message: 'Internal error' };
}
