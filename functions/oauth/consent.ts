import { clearCookie, cookieRules, readCookie } from '../web/cookies.ts';
import type { Parameters } from '../web/read-parameters.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { answeringClient } from './answering-client.ts';
import { findTarget, readAuthorization } from './authorization-request.ts';
import { checkOwnForm } from './check-own-form.ts';
import { consentCookie } from './consent-cookie.ts';
import { isTicketed } from './consent-ticket.ts';
import type { FacadeParts } from './facade-parts.ts';
import { OAuthError } from './oauth-failure.ts';
import { readSentForm } from './read-sent-form.ts';
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
export async function consent(request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  const rules = cookieRules(parts.environment.RESOURCE);
  checkOwnForm(request, parts.environment.RESOURCE);
  const form = readSentForm(request, MAX_FORM_BYTES);
  const id = form?.get('id') ?? '';
  const key = ID.test(id) ? (readCookie(rules, request.cookies, consentCookie(id)) ?? '') : '';
  if (!form || !KEY.test(key) || !isTicketed(key, form)) throw new OAuthError({ reason: 'form_refused' });
  return withCookie(await decide(form, request, parts), clearCookie(rules, consentCookie(id)));
}

async function decide(form: Parameters, request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  const target = await findTarget(form, parts);
  return answeringClient(target.back, request, parts, async () => {
    const authorization = readAuthorization(form, target, parts);
    if (form.get('decision') !== 'allow') throw new OAuthError({ reason: 'sign_in_refused', error: 'access_denied' });
    return startSignIn(authorization, await parts.admitClient(target.client), parts);
  });
}
