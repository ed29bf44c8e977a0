import { causesOf } from '../log/causes-of.ts';
import { placeOf } from '../log/place-of.ts';
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
    .map(placeOf);
  log(JSON.stringify({ level: levelOf(failure), gate: 'oauth', id: requestId, ...failure, causes }));
}

function levelOf({ reason }: OAuthFailure): 'error' | 'info' {
  return reason === 'unexpected' || reason.endsWith('_unreachable') ? 'error' : 'info';
}
