import { causesOf } from '../log/causes-of.ts';
import { type OAuthFailure, oauthFailureOf } from './oauth-failure.ts';

/**
 * Writes why a request was refused as one JSON line, joined to the answer by its request id.
 *
 * Of causes it keeps names and places in the code, never messages: parsers and clients quote what they read, and that may
 * be a code, a token, a state, a verifier or a cookie (B8).
 */
export function logFailure(log: (line: string) => void, requestId: string, error: unknown): void {
  const failure = oauthFailureOf(error);
  // A failure of our own is named by its reason already.
  const causes = causesOf(error)
    .filter((cause) => oauthFailureOf(cause).reason === 'unexpected')
    .map(describe);
  log(JSON.stringify({ level: levelOf(failure), gate: 'oauth', id: requestId, ...failure, causes }));
}

function levelOf({ reason }: OAuthFailure): 'error' | 'info' {
  return reason === 'unexpected' || reason.endsWith('_unreachable') ? 'error' : 'info';
}

function describe(cause: unknown): { readonly name: string; readonly at?: readonly string[] } {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: cause.name, at: frames.slice(0, 3).map((line) => line.trim()) };
}
