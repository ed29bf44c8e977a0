import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { beforeDeadline } from './before-deadline.ts';

/** Writes a piece of a stream. Waits for a slow client, not for one that has gone. Gives the bytes it wrote. */
export async function writeChunk(response: ServerResponse, chunk: Uint8Array, left: number): Promise<number> {
  if (response.destroyed || chunk.length === 0) return 0;
  if (response.write(chunk)) return chunk.length;
  const waiting = new AbortController();
  const { signal } = waiting;
  // Whatever ends the wait without a drain, the next write finds the response destroyed.
  const gone = () => undefined;
  const moved = [once(response, 'drain', { signal }).catch(gone), once(response, 'close', { signal }).catch(gone)];
  await beforeDeadline(Promise.race(moved), left);
  waiting.abort();
  return chunk.length;
}
