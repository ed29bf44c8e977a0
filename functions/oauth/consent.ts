import { answeringClient } from './answering-client.ts';
import { findTarget, readAuthorization } from './authorization-request.ts';
import { checkOwnForm } from './check-own-form.ts';
import { consentCookie } from './consent-cookie.ts';
import { isTicketed } from './consent-ticket.ts';
import { clearCookie, cookieRules, readCookie } from './cookies.ts';
import { type FacadeAnswer, withCookie } from './facade-answer.ts';
import type { FacadeParts } from './facade-parts.ts';
import type { FacadeRequest } from './facade-request.ts';
import { OAuthError } from './oauth-failure.ts';
import { type Parameters, readForm } from './read-parameters.ts';
import { startSignIn } from './start-sign-in.ts';

/** Several times what a request line can carry to the page. */
const MAX_FORM_BYTES = 32_768;
const ID = /^[0-9a-f]{16}$/;
/** What `randomToken` makes. An empty or short cookie would be a key that others can guess. */
const KEY = /^[A-Za-z0-9_-]{43}$/;

/**
 * Takes the person's decision: only from the page this browser was shown, only for what it said, only once.
 *
 * Then everything is checked again, for the form is input like any other, and the client may be gone by now.
 */
export async function consent(request: FacadeRequest, parts: FacadeParts): Promise<FacadeAnswer> {
  const rules = cookieRules(parts.environment.RESOURCE);
  checkOwnForm(request, parts.environment.RESOURCE);
  const form = readForm(request, MAX_FORM_BYTES);
  const id = form?.get('id') ?? '';
  const key = ID.test(id) ? (readCookie(rules, request.cookies, consentCookie(id)) ?? '') : '';
  if (!form || !KEY.test(key) || !isTicketed(key, form)) throw new OAuthError({ reason: 'form_refused' });
  return withCookie(await decide(form, request, parts), clearCookie(rules, consentCookie(id)));
}

async function decide(form: Parameters, request: FacadeRequest, parts: FacadeParts): Promise<FacadeAnswer> {
  const target = await findTarget(form, parts);
  return answeringClient(target.back, request, parts, async () => {
    const authorization = readAuthorization(form, target, parts);
    if (form.get('decision') !== 'allow') throw new OAuthError({ reason: 'sign_in_refused', error: 'access_denied' });
    return startSignIn(authorization, await parts.admitClient(target.client), parts);
  });
}
