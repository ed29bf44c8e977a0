import { malformed } from './proxy-response.ts';

/** Ends a prelude. */
const DELIMITER = Buffer.alloc(8);

/** A prelude is headers; one beyond this is a body without prelude. */
const MAX_PRELUDE_BYTES = 64 * 1024;

/** A function's stream after its prelude was taken off. */
export interface OpenedStream {
  readonly prelude: Buffer;
  /** Bytes of the body that came with the end of the prelude. */
  readonly rest: Buffer;
}

/**
 * Reads up to the eight NUL bytes that part prelude and body. Undefined when the stream ends before.
 *
 * @throws ApiRefusal `integration_malformed` when the prelude does not end.
 */
export async function takePrelude(chunks: AsyncIterator<Uint8Array>): Promise<OpenedStream | undefined> {
  let read = Buffer.alloc(0);
  for (;;) {
    const next = await chunks.next();
    if (next.done) return undefined;
    read = Buffer.concat([read, next.value]);
    const end = read.indexOf(DELIMITER);
    if (end >= 0) return { prelude: read.subarray(0, end), rest: read.subarray(end + DELIMITER.length) };
    if (read.length > MAX_PRELUDE_BYTES) throw malformed('the stream has no prelude within its first 64 KiB');
  }
}

/** Reads a stream to its end, so that a function nobody listens to any more can finish its work. */
export async function drain(chunks: AsyncIterator<Uint8Array>): Promise<void> {
  while (!(await chunks.next()).done);
}
