import type { ConnectRequest } from '../../shared/connect.ts';
import { clearCookie, cookieRules, readCookie } from '../web/cookies.ts';
import { digest, isSame } from '../web/digest.ts';
import { readParameters } from '../web/read-parameters.ts';
import { type WebAnswer, withCookie } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { ConnectError } from './connect-failure.ts';
import type { ConnectParts } from './connect-parts.ts';
import type { PageSignIn } from './connect-store.ts';
import { signInCookie } from './page-cookie.ts';
import { showForm } from './show-form.ts';

/** What `randomToken` makes. */
const STATE = /^[A-Za-z0-9_-]{43}$/;

/** Where the issuer sends the person back to: shows the form to the one whose client asked, and to nobody else (B10). */
export async function callback(request: WebRequest, parts: ConnectParts): Promise<WebAnswer> {
  const rules = cookieRules(parts.environment.RESOURCE);
  const state = readParameters(request.query).get('state') ?? '';
  const signIn = STATE.test(state) ? await parts.store.takeSignIn(state) : undefined;
  const browser = readCookie(rules, request.cookies, signInCookie(state));
  if (!signIn || browser === undefined || !isSame(digest(browser), signIn.browser)) {
    throw new ConnectError('sign_in_expired');
  }
  const back = new URLSearchParams(request.query.map(([name, value]): [string, string] => [name, value]));
  return withCookie(await welcome(signIn, state, back, parts), clearCookie(rules, signInCookie(state)));
}

async function welcome(
  signIn: PageSignIn,
  state: string,
  back: URLSearchParams,
  parts: ConnectParts,
): Promise<WebAnswer> {
  const { id: caller, name } = await parts.issuer.whoSignedIn(back, { ...signIn, state });
  const wanted = await parts.store.findRequest(signIn.request);
  if (!wanted) throw new ConnectError('link_expired');
  await requireSamePerson(wanted, caller, parts);
  return showForm({ request: signIn.request, caller, name }, wanted, parts);
}

/** The link stays unused: whoever tried cannot take it from the right person. */
async function requireSamePerson(wanted: ConnectRequest, caller: string, { record }: ConnectParts): Promise<void> {
  if (caller === wanted.caller) return;
  await record({ action: 'refuse_secret', request: wanted, after: { signedInAs: caller } });
  throw new ConnectError('other_person');
}
