import { cookieRules, setCookie } from '../web/cookies.ts';
import { digest } from '../web/digest.ts';
import { redirect, type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { FacadeParts } from './facade-parts.ts';
import { callbackUrl } from './facade-urls.ts';
import { signInCookie } from './sign-in-cookie.ts';

/**
 * Sends a person who said yes to the pool.
 *
 * Only now is there a state, so no sign-in can end that nobody consented to; and it ends in this browser only, which holds
 * the cookie (B11). The client's challenge goes on to the pool, which checks the verifier at the end.
 */
export async function startSignIn(
  { client, back, scopes, codeChallenge }: AuthorizationRequest,
  appClientId: string,
  { environment, signIns, randomToken }: FacadeParts,
): Promise<WebAnswer> {
  const state = randomToken();
  const browser = randomToken();
  await signIns.putSignIn(state, {
    clientId: client.clientId,
    appClientId,
    redirectUri: back.redirectUri,
    clientState: back.state,
    scope: scopes.join(' '),
    browser: digest(browser),
  });
  const parameters = new URLSearchParams({
    client_id: appClientId,
    response_type: 'code',
    redirect_uri: callbackUrl(environment.RESOURCE),
    scope: scopes.join(' '),
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...(environment.AUDIENCE_RULE === 'resource' && { resource: environment.RESOURCE }),
  });
  const cookie = setCookie(cookieRules(environment.RESOURCE), signInCookie(state), browser);
  return withCookie(redirect(`${environment.SIGN_IN_URL}/oauth2/authorize?${parameters}`), cookie);
}
