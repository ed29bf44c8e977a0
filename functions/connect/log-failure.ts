import { causesOf } from '../log/causes-of.ts';
import { placeOf } from '../log/place-of.ts';
import { type ConnectFailure, connectFailureOf } from './connect-failure.ts';

/**
 * Writes why a request was refused as one JSON line, joined to the page by its request id.
 *
 * Of causes it keeps names and places in the code, never messages: AWS clients and parsers quote what they were given, and
 * that may be what the person entered (G5).
 */
export function logFailure(log: (line: string) => void, requestId: string, error: unknown): void {
  const failure = connectFailureOf(error);
  // A failure of our own is named by its reason already.
  const causes = causesOf(error)
    .filter((cause) => connectFailureOf(cause).reason === 'unexpected')
    .map(placeOf);
  log(JSON.stringify({ level: levelOf(failure), gate: 'connect', id: requestId, ...failure, causes }));
}

function levelOf({ reason }: ConnectFailure): 'error' | 'info' {
  const isOurs = reason === 'unexpected' || reason.endsWith('_unreachable');
  return isOurs || reason === 'secret_refused' || reason === 'record_refused' ? 'error' : 'info';
}
