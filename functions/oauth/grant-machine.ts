import { askIssuer, type TokenAnswer, type TokenQuestion } from './ask-issuer.ts';
import type { FacadeParts } from './facade-parts.ts';
import { grantRefused } from './grant-refused.ts';
import type { TokenRequest } from './token-request.ts';

/** RFC 7617, bounded. */
const BASIC = /^basic [A-Za-z0-9+/]{1,1024}={0,2}$/i;

/**
 * Signs a machine in with its own secret, which only the pool knows and checks (B13). It passes through here because the
 * metadata names one token endpoint.
 *
 * @throws OAuthError `grant_refused`.
 */
export async function grantMachine(request: TokenRequest, parts: FacadeParts): Promise<TokenAnswer> {
  const scope = machineScope(request, parts);
  const { form, ...question } = credentialsOf(request);
  return askIssuer({ ...question, form: { grant_type: 'client_credentials', ...scope, ...form } }, parts);
}

/** No scope means all that the machine has. */
function machineScope({ form }: TokenRequest, { scopes }: FacadeParts): { readonly scope?: string } {
  const scope = form.get('scope');
  if (scope === undefined) return {};
  const isKnown = scope.split(' ').every((name) => scopes.some((offered) => offered.scope === name));
  if (!isKnown) throw grantRefused('invalid_scope', 'a scope is not one of this endpoint');
  return { scope };
}

/** The secret by one way, header or form, never both (RFC 6749 §2.3). */
function credentialsOf({ form, authorization }: TokenRequest): TokenQuestion {
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  if (authorization === null) {
    if (id === undefined || secret === undefined) throw grantRefused('invalid_client', 'a machine has a secret');
    return { form: { client_id: id, client_secret: secret } };
  }
  if (secret !== undefined) throw grantRefused('invalid_request', 'a secret comes by one way');
  if (!BASIC.test(authorization)) throw grantRefused('invalid_client', 'a machine sends Basic credentials');
  return { authorization, form: id === undefined ? {} : { client_id: id } };
}
