import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { ClientStore } from './client-store.ts';
import { pageHeaders, refuse } from './page.ts';
import { personByName } from './people.ts';
import { formTargets, signInPage } from './sign-in-page.ts';
import type { UserPool } from './user-pool.ts';

/** Path of the sign-in page, before the id of one sign-in. */
export function signInPath(poolId: string): string {
  return `/${poolId}/login/`;
}

/** Longest form that is read, in bytes. */
const FORM_BYTES = 200;

/** What the page needs. */
export interface SignInParts {
  readonly provider: Provider;
  /** Own origin. */
  readonly origin: string;
  readonly pool: UserPool;
  readonly clients: ClientStore;
}

/** Shows who can sign in (GET) and signs the chosen person in (POST `person=alice`). */
export async function signIn(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method === 'GET') await showPage(parts, request, response);
    else if (request.method === 'POST') await choosePerson(parts, request, response);
    else refuse(response, 405, 'Only GET and POST are served here.');
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    refuse(response, 400, 'This sign-in has expired or belongs to another browser. Start again in your client.');
  }
}

async function showPage(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider } = parts;
  const { params } = await provider.interactionDetails(request, response);
  if (!hasPage(parts, params.client_id)) return refuse(response, 403, NO_PAGE);
  const client = await provider.Client.find(String(params.client_id));
  response.writeHead(200, pageHeaders(formTargets(params))).end(signInPage(client?.clientName ?? '', params));
}

async function choosePerson(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, origin } = parts;
  if (!comesFromThisPage(request, origin)) return refuse(response, 403, 'This form was sent from another site.');
  const size = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (size > FORM_BYTES) return refuse(response, 413, 'A form of this page is shorter, and says how long it is.');
  const person = personByName(new URLSearchParams(await text(request)).get('person') ?? '');
  if (!person) return refuse(response, 400, 'There is no such person.');
  const { params } = await provider.interactionDetails(request, response);
  if (!hasPage(parts, params.client_id)) return refuse(response, 403, NO_PAGE);
  await provider.interactionFinished(request, response, { login: { accountId: person.subject }, consent: {} });
}

/** Cognito's own words. */
const NO_PAGE = 'Login pages unavailable. Please contact an administrator.';

/** Managed login has a page for clients with branding alone; a client somebody forgot to give one must fail here too. */
function hasPage({ pool, clients }: SignInParts, clientId: unknown): boolean {
  return !pool.managedLogin || (typeof clientId === 'string' && clients.hasSignInPage(clientId));
}

/** Programs send neither header; browsers send at least one of them with every form. */
function comesFromThisPage({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  return (headers.origin ?? origin) === origin && (site === undefined || site === 'same-origin');
}
