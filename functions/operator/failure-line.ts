import { causesOf } from '../log/causes-of.ts';

const MAX_MESSAGE = 500;

/**
 * What the function's own log says of a failure, as one JSON line.
 *
 * Only AWS's messages are quoted: those of a parser or of `fetch` may hold the proof, which is a signed request.
 */
export function failureLine(what: string, error: unknown): string {
  return JSON.stringify({ level: 'error', what, causes: causesOf(error).map(describe) });
}

function describe(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const fromAws = '$metadata' in cause;
  return { name: cause.name, ...(fromAws && { message: cause.message.slice(0, MAX_MESSAGE).toWellFormed() }) };
}
