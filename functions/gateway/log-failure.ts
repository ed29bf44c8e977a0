import { type CallFailure, failureOf } from '../../shared/call-failure.ts';
import { causesOf } from '../log/causes-of.ts';

/** Bound of one cause's message in the log. */
const MAX_MESSAGE = 500;
/** Parsers quote what they read, and what they read may hold a token or lent credentials. */
const QUOTING = new Set(['SyntaxError', 'ZodError', '$ZodError', 'UnclearJson']);

export type LogLine = (line: string) => void;

/**
 * Writes why a call failed as one JSON line: codes, names and code places, joined to the record by its id.
 *
 * Never the event, a body, a token, an envelope or credentials (B8, D5). A failure without a cause is complete in its
 * record and is not logged.
 */
export function logFailure(log: LogLine, id: string, error: unknown): void {
  const failure: CallFailure = failureOf(error);
  const causes = causesOf(error);
  if (failure.reason !== 'unexpected' && causes.length === 1) return;
  log(JSON.stringify({ level: 'error', id, reason: failure.reason, causes: causes.map(describe) }));
}

function describe(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: cause.name,
    ...(QUOTING.has(cause.name) ? {} : { message: cause.message.slice(0, MAX_MESSAGE).toWellFormed() }),
    at: frames.slice(0, 5).map((line) => line.trim()),
  };
}
