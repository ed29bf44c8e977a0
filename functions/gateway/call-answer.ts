import { type CallToolResult, ProtocolError } from '@modelcontextprotocol/server';
import { type CallFailure, toWire, wireCode } from '../../shared/call-failure.ts';
import { RpcError } from '../../shared/protocol.ts';
import type { CallEnd } from './call-tool.ts';

/**
 * Turns the end of a call into what the SDK may send: a result, or a protocol error made of `toWire()` alone (A10).
 *
 * @throws ProtocolError with a stable code and the correlation id.
 */
export function callAnswer(end: CallEnd, correlationId: string): CallToolResult {
  if (end.ok) {
    return { content: [{ type: 'text', text: end.result.text }], structuredContent: end.result.output };
  }
  const answer = toWire(end.failure);
  switch (answer.kind) {
    case 'tool':
      return {
        content: [{ type: 'text', text: answer.text }],
        isError: true,
        _meta: { 'sallyport/code': wireCode(end.failure), 'sallyport/correlationId': correlationId },
      };
    case 'protocol':
      throw new ProtocolError(answer.code, answer.message, errorData(end.failure, correlationId));
    case 'http':
      throw new ProtocolError(RpcError.internal, 'Internal error', errorData(end.failure, correlationId));
  }
}

/** What a JSON-RPC error carries beside its text: the stable code and where to look in the records. */
export function errorData(failure: Pick<CallFailure, 'reason'>, correlationId: string) {
  return { code: wireCode(failure), correlationId };
}
