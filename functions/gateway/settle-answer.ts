import { CallError } from '../../shared/call-failure.ts';
import { RpcError, TOOLS_CALL } from '../../shared/protocol.ts';
import type { Exchange } from './answer-by-mcp.ts';
import type { ProxyAnswer } from './proxy-event.ts';
import { readRpcError } from './read-rpc-error.ts';

const REASONS: Readonly<Record<number, string>> = {
  [RpcError.parse]: 'body_not_json',
  [RpcError.invalidRequest]: 'body_refused',
  [RpcError.methodNotFound]: 'unknown_method',
  [RpcError.invalidParams]: 'invalid_params',
  [RpcError.headerMismatch]: 'header_mismatch',
  [-32021]: 'missing_client_capability',
  [-32022]: 'unsupported_protocol_version',
};

/** A call that has begun, as the end of its answer needs it. */
export interface Settling extends Pick<Exchange, 'audit' | 'message'> {
  /** Whether our own handler took the call: then it leaves the record. */
  readonly begun: () => boolean;
  /** Tells everyone that the client has gone. */
  readonly leave: () => void;
}

/**
 * Turns the SDK's answer into a proxy answer.
 *
 * A call's answer streams. Every other answer is read whole first, because a refusal among them needs its record before
 * it is sent (I1); these answers are short and complete.
 */
export async function settleAnswer(response: Response, settling: Settling): Promise<ProxyAnswer> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  if (settling.begun() && reader && first?.value) return proxyAnswer(response, stream(first.value, reader, settling));
  const text = reader ? await readRest(first?.value, reader) : '';
  await recordRefusal(response.status, text, settling);
  return proxyAnswer(response, text);
}

async function recordRefusal(status: number, text: string, { audit, begun, message }: Settling): Promise<void> {
  if (begun()) return;
  const error = readRpcError(text);
  if (error !== undefined) return audit.refused(REASONS[error] ?? 'protocol_refused');
  if (status >= 400) return audit.refused('protocol_refused');
  if (message.method === TOOLS_CALL) throw new CallError({ reason: 'unexpected' });
}

async function readRest(first: Uint8Array | undefined, reader: ReadableStreamDefaultReader<Uint8Array>) {
  const chunks = first ? [first] : [];
  for (let step = await reader.read(); !step.done; step = await reader.read()) chunks.push(step.value);
  return Buffer.concat(chunks).toString('utf8');
}

function stream(
  first: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { leave }: Settling,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(first),
    async pull(controller) {
      const step = await reader.read();
      if (step.done) controller.close();
      else controller.enqueue(step.value);
    },
    async cancel(reason) {
      leave();
      await reader.cancel(reason);
    },
  });
}

function proxyAnswer({ status, headers }: Response, body: ProxyAnswer['body']): ProxyAnswer {
  const kept: Record<string, string> = {};
  for (const name of ['content-type', 'allow']) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  return { statusCode: status, headers: kept, body };
}
