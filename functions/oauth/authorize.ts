import { answeringClient } from './answering-client.ts';
import { type AuthorizationRequest, findTarget, readAuthorization } from './authorization-request.ts';
import { consentCookie } from './consent-cookie.ts';
import { consentPage } from './consent-page.ts';
import { consentFields, consentTicket } from './consent-ticket.ts';
import { cookieRules, setCookie } from './cookies.ts';
import { digest } from './digest.ts';
import { type FacadeAnswer, withCookie } from './facade-answer.ts';
import type { FacadeParts } from './facade-parts.ts';
import type { FacadeRequest } from './facade-request.ts';
import { readParameters } from './read-parameters.ts';

/**
 * The authorization endpoint: asks the person, every time.
 *
 * No consent is remembered. The pool's own session would sign a person in without a word, and a client with a stolen name
 * would get what was allowed to another (B11).
 */
export async function authorize(request: FacadeRequest, parts: FacadeParts): Promise<FacadeAnswer> {
  const parameters = readParameters(request.query);
  const target = await findTarget(parameters, parts);
  return answeringClient(target.back, request, parts, async () =>
    askPerson(readAuthorization(parameters, target, parts), parts),
  );
}

function askPerson(authorization: AuthorizationRequest, parts: FacadeParts): FacadeAnswer {
  const { environment, randomToken } = parts;
  const key = randomToken();
  // Names the cookie, so that two pages may be open at once; says nothing of the key.
  const id = digest(randomToken()).slice(0, 16);
  const fields = consentFields(authorization);
  const form = { id, ticket: consentTicket(key, fields), fields };
  const cookie = setCookie(cookieRules(environment.RESOURCE), consentCookie(id), key);
  return withCookie(consentPage(authorization, form, parts), cookie);
}
