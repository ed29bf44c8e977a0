import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { pageHeaders, refuse } from './page.ts';
import { personByName } from './people.ts';
import { redirectTarget, signInPage } from './sign-in-page.ts';

/** Path of the sign-in page, before the id of one sign-in. */
export function signInPath(poolId: string): string {
  return `/${poolId}/login/`;
}

/** Longest form that is read, in bytes. */
const FORM_BYTES = 200;

/** Shows who can sign in (GET) and signs the chosen person in (POST `person=alice`). */
export async function signIn(
  provider: Provider,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'GET') await showPage(provider, request, response);
    else if (request.method === 'POST') await choosePerson(provider, origin, request, response);
    else refuse(response, 405, 'Only GET and POST are served here.');
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    refuse(response, 400, 'This sign-in has expired or belongs to another browser. Start again in your client.');
  }
}

async function showPage(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const client = await provider.Client.find(String(params.client_id));
  response.writeHead(200, pageHeaders(redirectTarget(params))).end(signInPage(client?.clientName ?? '', params));
}

async function choosePerson(
  provider: Provider,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!comesFromThisPage(request, origin)) return refuse(response, 403, 'This form was sent from another site.');
  const size = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (size > FORM_BYTES) return refuse(response, 413, 'A form of this page is shorter, and says how long it is.');
  const person = personByName(new URLSearchParams(await text(request)).get('person') ?? '');
  if (!person) return refuse(response, 400, 'There is no such person.');
  await provider.interactionFinished(request, response, { login: { accountId: person.subject }, consent: {} });
}

/** Programs send neither header; browsers send at least one of them with every form. */
function comesFromThisPage({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  return (headers.origin ?? origin) === origin && (site === undefined || site === 'same-origin');
}
