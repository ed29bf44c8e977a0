import { clearCookie, cookieRules, readCookie } from '../web/cookies.ts';
import { digest, isSame } from '../web/digest.ts';
import { type Parameters, readParameters } from '../web/read-parameters.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { sendToClient } from './answer-client.ts';
import { answeringClient } from './answering-client.ts';
import type { FacadeParts } from './facade-parts.ts';
import { OAuthError, SIGN_IN_ERRORS } from './oauth-failure.ts';
import { signInCookie } from './sign-in-cookie.ts';
import type { PendingSignIn } from './sign-in-store.ts';

/** What `randomToken` makes. */
const STATE = /^[A-Za-z0-9_-]{43}$/;
const CODE = /^[\x21-\x7e]{1,1024}$/;

/**
 * Where the pool sends the person back to: hands the code on to the client that was consented to.
 *
 * The state works once and in one browser: a code that another person fetched cannot be slipped into a sign-in (B11).
 */
export async function callback(request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  const rules = cookieRules(parts.environment.RESOURCE);
  const parameters = readParameters(request.query);
  const state = parameters.get('state') ?? '';
  const signIn = STATE.test(state) ? await parts.signIns.takeSignIn(state) : undefined;
  const browser = readCookie(rules, request.cookies, signInCookie(state));
  if (!signIn || browser === undefined || !isSame(digest(browser), signIn.browser)) {
    throw new OAuthError({ reason: 'sign_in_expired' });
  }
  return withCookie(await finish(signIn, parameters, request, parts), clearCookie(rules, signInCookie(state)));
}

async function finish(
  { clientId, appClientId, redirectUri, clientState, scope }: PendingSignIn,
  parameters: Parameters,
  request: WebRequest,
  parts: FacadeParts,
): Promise<WebAnswer> {
  const back = { redirectUri, ...(clientState !== undefined && { state: clientState }) };
  return answeringClient(back, request, parts, async () => {
    const code = readCode(parameters);
    await parts.signIns.putCode(code, { clientId, appClientId, redirectUri, scope });
    return sendToClient({ back, resource: parts.environment.RESOURCE }, { code });
  });
}

/** The pool's `iss`, where it sends one, names the pool and is for nobody else; its words about an error stay here too. */
function readCode(parameters: Parameters): string {
  const code = parameters.get('code') ?? '';
  if (!parameters.repeated.length && parameters.get('error') === undefined && CODE.test(code)) return code;
  const error = SIGN_IN_ERRORS.find((known) => known === parameters.get('error')) ?? 'server_error';
  throw new OAuthError({ reason: 'sign_in_refused', error });
}
