import type { ConnectRequest } from '../../shared/connect.ts';
import { cookieRules, setCookie } from '../web/cookies.ts';
import { digest } from '../web/digest.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { ConnectParts } from './connect-parts.ts';
import type { ShownForm } from './connect-store.ts';
import { findConnection } from './find-connection.ts';
import { formPage } from './form-page.ts';
import { formTicket } from './form-ticket.ts';
import { formCookie } from './page-cookie.ts';

/** Shows a form of its own to the person who signed in; what the server knows of it is found by the cookie alone. */
export async function showForm(
  form: ShownForm,
  wanted: ConnectRequest,
  parts: ConnectParts,
  problem?: string,
): Promise<WebAnswer> {
  const { environment, randomToken, store } = parts;
  const connection = findConnection(wanted, parts);
  const key = randomToken();
  // Names the cookie, so that two pages may be open at once; says nothing of the key.
  const id = digest(randomToken()).slice(0, 16);
  await store.putForm(key, form);
  const page = formPage({
    resource: environment.RESOURCE,
    connection,
    clientId: wanted.clientId,
    name: form.name,
    id,
    ticket: formTicket(key, id),
    problem,
  });
  return withCookie(page, setCookie(cookieRules(environment.RESOURCE), formCookie(id), key));
}
