import { EventStreamCodec } from '@smithy/eventstream-codec';
import type { InvocationResponse } from '../lambda/lambda-host.ts';

/**
 * A function's response as frames of `application/vnd.amazon.eventstream`: any number of `PayloadChunk`, then one
 * `InvokeComplete` that says whether the function failed.
 */
export async function* invokeStreamFrames({ body, outcome }: InvocationResponse): AsyncIterable<Uint8Array> {
  const codec = new EventStreamCodec(
    (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
    (text) => Buffer.from(text, 'utf8'),
  );
  for await (const chunk of body) {
    if (chunk.length > 0) yield codec.encode(event('PayloadChunk', 'application/octet-stream', chunk));
  }
  const ended = await outcome;
  const complete = ended.ok ? {} : { ErrorCode: ended.errorType, ErrorDetails: ended.errorMessage };
  yield codec.encode(event('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(complete))));
}

function event(type: string, contentType: string, body: Uint8Array) {
  return {
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
      ':content-type': { type: 'string', value: contentType },
    },
    body,
  } as const;
}
