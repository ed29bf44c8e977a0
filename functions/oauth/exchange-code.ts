import { askIssuer, type TokenAnswer } from './ask-issuer.ts';
import type { FacadeParts } from './facade-parts.ts';
import { callbackUrl } from './facade-urls.ts';
import { grantRefused } from './grant-refused.ts';
import { publicClient } from './public-client.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;
const MAX_CODE = 1024;

/**
 * Exchanges a code: once, by the client it was given to, with the verifier of its challenge.
 *
 * A code that came with anything wrong stays used up, so nobody can go on guessing (B11, RFC 6749 §4.1.2).
 *
 * @throws OAuthError `grant_refused`.
 */
export async function exchangeCode(request: TokenRequest, parts: FacadeParts): Promise<TokenAnswer> {
  const { form } = request;
  const clientId = publicClient(request);
  const verifier = form.get('code_verifier') ?? '';
  if (!VERIFIER.test(verifier)) throw grantRefused('invalid_request', 'a code_verifier is needed');
  const code = form.get('code') ?? '';
  if (code === '' || code.length > MAX_CODE) throw grantRefused('invalid_request', 'a code is needed');
  const issued = await parts.signIns.takeCode(code);
  if (issued?.clientId !== clientId) throw grantRefused('invalid_grant', 'the code is used up, or of another client');
  const redirectUri = form.get('redirect_uri');
  if (redirectUri !== undefined && redirectUri !== issued.redirectUri) {
    throw grantRefused('invalid_grant', 'the code was sent to another address');
  }
  const { RESOURCE: resource, AUDIENCE_RULE } = parts.environment;
  const answer = await askIssuer(
    {
      form: {
        grant_type: 'authorization_code',
        client_id: issued.appClientId,
        code,
        code_verifier: verifier,
        redirect_uri: callbackUrl(resource),
        ...(AUDIENCE_RULE === 'resource' && { resource }),
      },
    },
    parts,
  );
  // A client that asked for scopes left away must hear which ones it got (RFC 6749 §5.1); the pool does not say.
  return { scope: issued.scope, ...answer };
}
