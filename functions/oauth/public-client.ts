import { grantRefused } from './grant-refused.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * The id of a client that acts for people. Such clients are public: PKCE proves who asked for the code, and a secret would
 * be one that nobody checks.
 *
 * @throws OAuthError `grant_refused` with `invalid_client`.
 */
export function publicClient({ form, authorization }: TokenRequest): string {
  const clientId = form.get('client_id');
  if (clientId === undefined) throw grantRefused('invalid_client', 'a client_id is needed');
  if (authorization !== null || form.get('client_secret') !== undefined) {
    throw grantRefused('invalid_client', 'a client that acts for people has no secret');
  }
  return clientId;
}
