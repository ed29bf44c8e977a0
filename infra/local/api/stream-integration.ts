import type { ServerResponse } from 'node:http';
import type { Json } from '../../../shared/json-schema.ts';
import type { InvocationResponse, LambdaHost } from '../lambda/lambda-host.ts';
import { ApiRefusal } from './api-failure.ts';
import { beforeDeadline } from './before-deadline.ts';
import { startFunction } from './call-function.ts';
import { malformed, readPrelude } from './proxy-response.ts';
import { beginResponse, type Sent } from './send-response.ts';
import { drain, type OpenedStream, takePrelude } from './stream-reader.ts';
import { writeChunk } from './write-chunk.ts';

/** How long a regional API keeps a stream on which nothing comes. */
const IDLE_MS = 5 * 60_000;

/** One streamed call. */
export interface StreamCall {
  readonly lambda: LambdaHost;
  readonly functionName: string;
  readonly event: Json;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly requestId: string;
}

/**
 * Passes a function's stream on as it comes. A client that leaves does not stop the function.
 *
 * @throws ApiRefusal when nothing was sent yet.
 */
export async function answerByStream(call: StreamCall, response: ServerResponse): Promise<Sent> {
  const remaining = deadline(call);
  const started = await start(call, remaining());
  const chunks = started.body[Symbol.asyncIterator]();
  try {
    const { prelude, rest } = await open(call, chunks, started, remaining());
    beginResponse(response, readPrelude(prelude), call.requestId);
    return await passOn(rest, chunks, { started, response, remaining });
  } finally {
    void drain(chunks);
  }
}

/** Milliseconds left of the integration's time. */
function deadline({ now, timeoutMs }: StreamCall): () => number {
  const end = now() + timeoutMs;
  return () => end - now();
}

async function start({ lambda, functionName, event }: StreamCall, left: number): Promise<InvocationResponse> {
  const starting = startFunction(lambda, functionName, event);
  const waited = await beforeDeadline(starting, left);
  if (!waited.inTime) {
    void starting.then((late) => (late.ok ? drain(late.response.body[Symbol.asyncIterator]()) : undefined));
    throw new ApiRefusal({ kind: 'integration_timeout', reason: `${functionName} did not start` });
  }
  if (waited.value.ok) return waited.value.response;
  const { errorType, errorMessage } = waited.value;
  throw new ApiRefusal({ kind: 'integration_failed', reason: `${functionName}: ${errorType}: ${errorMessage}` });
}

async function open(
  { functionName }: StreamCall,
  chunks: AsyncIterator<Uint8Array>,
  { outcome }: InvocationResponse,
  left: number,
): Promise<OpenedStream> {
  const waited = await beforeDeadline(takePrelude(chunks), left);
  if (!waited.inTime) {
    throw new ApiRefusal({ kind: 'integration_timeout', reason: `${functionName} did not begin its response` });
  }
  if (waited.value) return waited.value;
  const ended = await outcome;
  const cause = ended.ok ? 'no eight NUL bytes close a prelude' : `${ended.errorType}: ${ended.errorMessage}`;
  throw malformed(`${functionName}: ${cause}`);
}

/** An error or a timeout after the first byte can only cut the connection: the status has left already. */
async function passOn(
  rest: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
  {
    started,
    response,
    remaining,
  }: { readonly started: InvocationResponse; readonly response: ServerResponse; readonly remaining: () => number },
): Promise<Sent> {
  let bytes = await writeChunk(response, rest, remaining());
  for (;;) {
    const waited = await beforeDeadline(chunks.next(), Math.min(IDLE_MS, remaining()));
    if (!waited.inTime) {
      response.destroy();
      return { bytes, reason: 'integration_timeout: the stream exceeded its time' };
    }
    if (waited.value.done) break;
    bytes += await writeChunk(response, waited.value.value, remaining());
  }
  const ended = await started.outcome;
  if (!ended.ok) response.destroy();
  else if (!response.destroyed) response.end();
  return { bytes, reason: ended.ok ? undefined : `${ended.errorType}: ${ended.errorMessage}` };
}
