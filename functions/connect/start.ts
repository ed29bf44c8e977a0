import { CONNECT_HANDLE } from '../../shared/connect.ts';
import { cookieRules, setCookie } from '../web/cookies.ts';
import { digest } from '../web/digest.ts';
import { readParameters } from '../web/read-parameters.ts';
import { redirect, type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { ConnectError } from './connect-failure.ts';
import type { ConnectParts } from './connect-parts.ts';
import { signInCookie } from './page-cookie.ts';

/**
 * Opens a link: sends the person to sign in, whoever it is. The link proves nothing about who holds it (B10).
 *
 * The sign-in ends in this browser only, which holds the cookie: nobody can be signed in to the page as somebody else (B11).
 */
export async function start(request: WebRequest, parts: ConnectParts): Promise<WebAnswer> {
  const handle = readParameters(request.query).get('request') ?? '';
  const handleDigest = digest(handle);
  if (!CONNECT_HANDLE.test(handle) || !(await parts.store.findRequest(handleDigest))) {
    throw new ConnectError('link_expired');
  }
  const { randomToken, environment } = parts;
  const [state, browser, nonce, verifier] = [randomToken(), randomToken(), randomToken(), randomToken()];
  await parts.store.putSignIn(state, { request: handleDigest, browser: digest(browser), nonce, verifier });
  const cookie = setCookie(cookieRules(environment.RESOURCE), signInCookie(state), browser);
  return withCookie(redirect(await parts.issuer.signInUrl({ state, nonce, verifier })), cookie);
}
