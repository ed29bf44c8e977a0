import { cookieRules, setCookie } from '../web/cookies.ts';
import { digest } from '../web/digest.ts';
import { readParameters } from '../web/read-parameters.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { answeringClient } from './answering-client.ts';
import { type AuthorizationRequest, findTarget, readAuthorization } from './authorization-request.ts';
import { consentCookie } from './consent-cookie.ts';
import { consentPage } from './consent-page.ts';
import { consentFields, consentTicket } from './consent-ticket.ts';
import type { FacadeParts } from './facade-parts.ts';

/**
 * The authorization endpoint: asks the person, every time.
 *
 * No consent is remembered. The pool's own session would sign a person in without a word, and a client with a stolen name
 * would get what was allowed to another (B11).
 */
export async function authorize(request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  const parameters = readParameters(request.query);
  const target = await findTarget(parameters, parts);
  return answeringClient(target.back, request, parts, async () =>
    askPerson(readAuthorization(parameters, target, parts), parts),
  );
}

function askPerson(authorization: AuthorizationRequest, parts: FacadeParts): WebAnswer {
  const { environment, randomToken } = parts;
  const key = randomToken();
  // Names the cookie, so that two pages may be open at once; says nothing of the key.
  const id = digest(randomToken()).slice(0, 16);
  const fields = consentFields(authorization);
  const form = { id, ticket: consentTicket(key, fields), fields };
  const cookie = setCookie(cookieRules(environment.RESOURCE), consentCookie(id), key);
  return withCookie(consentPage(authorization, form, parts), cookie);
}
