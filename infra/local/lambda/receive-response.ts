import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { PAYLOAD_LIMIT_BYTES } from './admit-invocation.ts';
import type { PendingInvocation } from './pending-invocation.ts';
import { parseReportedError } from './reported-error.ts';

/** How long a broken response waits for the process's own end, which explains it better. */
const EXPLANATION_WAIT_MS = 200;

/** Passes a function's response on to the caller: whole when buffered, chunk by chunk when streamed. */
export async function receiveResponse(request: IncomingMessage, invocation: PendingInvocation): Promise<void> {
  try {
    if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') await streamed(request, invocation);
    else await buffered(request, invocation);
  } catch {
    setTimeout(() => invocation.fail({ reason: 'response_cut_off' }), EXPLANATION_WAIT_MS);
  }
}

async function buffered(request: IncomingMessage, invocation: PendingInvocation): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= PAYLOAD_LIMIT_BYTES) chunks.push(chunk);
  }
  if (size > PAYLOAD_LIMIT_BYTES) {
    return invocation.fail({ reason: 'response_too_large', limitBytes: PAYLOAD_LIMIT_BYTES });
  }
  invocation.begin({ streamed: false, contentType: contentTypeOf(request) }).write(Buffer.concat(chunks));
  invocation.succeed();
}

async function streamed(request: IncomingMessage, invocation: PendingInvocation): Promise<void> {
  const body = invocation.begin({ streamed: true, contentType: contentTypeOf(request) });
  for await (const chunk of request) await passOn(chunk, body);
  const failure = request.trailers['lambda-runtime-function-error-body'];
  if (failure === undefined) return invocation.succeed();
  invocation.fail({ reason: 'reported', error: parseReportedError(Buffer.from(failure, 'base64').toString()) });
}

/** A caller who went away does not stop the function; what it still sends is dropped, as on AWS. */
async function passOn(chunk: Buffer, body: Writable): Promise<void> {
  if (body.writableEnded || body.destroyed || body.write(chunk)) return;
  await new Promise<void>((resolve) => {
    const proceed = () => {
      body.off('drain', proceed).off('close', proceed);
      resolve();
    };
    body.on('drain', proceed).on('close', proceed);
  });
}

function contentTypeOf(request: IncomingMessage): string {
  return request.headers['content-type'] ?? 'application/octet-stream';
}
