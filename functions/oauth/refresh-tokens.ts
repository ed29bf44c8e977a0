import { askIssuer, type TokenAnswer } from './ask-issuer.ts';
import type { FacadeParts } from './facade-parts.ts';
import { grantRefused } from './grant-refused.ts';
import { publicClient } from './public-client.ts';
import type { TokenRequest } from './token-request.ts';

const MAX_REFRESH_TOKEN = 8192;

/**
 * Trades a refresh token in. The pool checks that it is this app client's, and what its scopes are: a `scope` here is left
 * away, for the pool knows none on a refresh.
 *
 * @throws OAuthError `grant_refused`, and what finding the client throws.
 */
export async function refreshTokens(request: TokenRequest, parts: FacadeParts): Promise<TokenAnswer> {
  const clientId = publicClient(request);
  const refreshToken = request.form.get('refresh_token') ?? '';
  if (refreshToken === '' || refreshToken.length > MAX_REFRESH_TOKEN) {
    throw grantRefused('invalid_request', 'a refresh_token is needed');
  }
  const { appClientId } = await parts.findClient(clientId);
  if (appClientId === undefined) throw grantRefused('invalid_client', 'the client was never admitted');
  return askIssuer(
    { form: { grant_type: 'refresh_token', client_id: appClientId, refresh_token: refreshToken } },
    parts,
  );
}
