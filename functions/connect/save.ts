import type { ConnectRequest } from '../../shared/connect.ts';
import { clearCookie, cookieRules, readCookie } from '../web/cookies.ts';
import { isOwnForm } from '../web/is-own-form.ts';
import { readForm } from '../web/read-form.ts';
import type { Parameters } from '../web/read-parameters.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { ConnectError } from './connect-failure.ts';
import type { ConnectParts } from './connect-parts.ts';
import type { ShownForm } from './connect-store.ts';
import { cancelledPage, savedPage } from './end-pages.ts';
import { enteredSecret } from './entered-secret.ts';
import { findConnection } from './find-connection.ts';
import { isTicketed } from './form-ticket.ts';
import { formCookie } from './page-cookie.ts';
import { showForm } from './show-form.ts';

/** The longest secret, every character of it escaped, and some room. */
const MAX_FORM_BYTES = 49_152;
const ID = /^[0-9a-f]{16}$/;
/** What `randomToken` makes. An empty or short cookie would be a key that others can guess. */
const KEY = /^[A-Za-z0-9_-]{43}$/;

/** Takes what the person entered: only from the page this browser was shown, only once. */
export async function save(request: WebRequest, parts: ConnectParts): Promise<WebAnswer> {
  const { RESOURCE } = parts.environment;
  const rules = cookieRules(RESOURCE);
  const form = ownForm(request, RESOURCE);
  const id = form.get('id') ?? '';
  const key = ID.test(id) ? (readCookie(rules, request.cookies, formCookie(id)) ?? '') : '';
  if (!KEY.test(key) || !isTicketed(key, id, form)) throw new ConnectError('form_refused');
  const shown = await parts.store.takeForm(key);
  if (!shown) throw new ConnectError('form_refused');
  return withCookie(await decide(form, shown, parts), clearCookie(rules, formCookie(id)));
}

function ownForm(request: WebRequest, resource: string): Parameters {
  if (!isOwnForm(request, resource)) throw new ConnectError('form_refused');
  const form = readForm(request, MAX_FORM_BYTES);
  if (form === 'too_large') throw new ConnectError('too_large');
  if (form === 'no_form') throw new ConnectError('form_refused');
  return form;
}

async function decide(form: Parameters, shown: ShownForm, parts: ConnectParts): Promise<WebAnswer> {
  if (form.get('decision') !== 'save') return cancelledPage();
  const entered = enteredSecret(form.get('secret'));
  if ('problem' in entered) return showAgain(shown, entered.problem, parts);
  const wanted = await takeRequest(shown, parts);
  const connection = findConnection(wanted, parts);
  // The record comes first: there may be one of a secret that was not kept after all, never a secret without one (I6).
  await parts.record({ action: 'save_secret', request: wanted, after: {} });
  await parts.saveSecret({ request: wanted, connection, value: entered.value });
  return savedPage(connection);
}

/** A slip of the hand uses no link up. */
async function showAgain(shown: ShownForm, problem: string, parts: ConnectParts): Promise<WebAnswer> {
  const wanted = await parts.store.findRequest(shown.request);
  if (!wanted) throw new ConnectError('link_expired');
  return showForm(shown, wanted, parts, problem);
}

async function takeRequest({ request, caller }: ShownForm, { store }: ConnectParts): Promise<ConnectRequest> {
  const wanted = await store.takeRequest(request);
  if (!wanted) throw new ConnectError('link_expired');
  // Checked when the form was shown, and again where it counts (B10).
  if (wanted.caller !== caller) throw new ConnectError('other_person');
  return wanted;
}
