import type { Connection, ConnectRequest } from '../../shared/connect.ts';
import { ConnectError } from './connect-failure.ts';
import type { ConnectParts } from './connect-parts.ts';

/**
 * Finds what a request is about. A deployment may have taken it away since the link was made.
 *
 * @throws ConnectError `link_expired`.
 */
export function findConnection({ tool, secret }: ConnectRequest, { environment }: ConnectParts): Connection {
  const found = environment.CONNECTIONS.find((known) => known.tool === tool && known.secret === secret);
  if (!found) throw new ConnectError('link_expired');
  return found;
}
