import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import {
  buttonsOf,
  formAction,
  formFields,
  type Page,
  PlayedBrowser,
  readPage,
} from '../../../infra/cli/played-browser.ts';
import { facadeIssuer, OAuthPath } from '../../../shared/oauth-paths.ts';
import type { Running } from '../local-mode.ts';

export const REDIRECT = 'http://127.0.0.1:51997/callback';
export const STATE = 'state-of-the-client';
const MOST_STEPS = 8;

const TokenAnswer = z.record(z.string(), z.unknown());

/** A sign-in that a test can bend at every step. */
export interface Attempt {
  readonly running: Running;
  readonly browser: PlayedBrowser;
  readonly verifier: string;
  readonly clientId: string;
}

export function newAttempt(running: Running, clientId = running.localMode.state.clients[0]?.id ?? ''): Attempt {
  return { running, browser: new PlayedBrowser(), verifier: randomBytes(48).toString('base64url'), clientId };
}

export function facadeUrl({ endpoint }: Pick<Running, 'endpoint'>, path: string): URL {
  return new URL(`${facadeIssuer(endpoint)}${path}`);
}

/** A good authorization request, and what a test changes in it; undefined leaves a parameter out. */
export function authorizationUrl(attempt: Attempt, changes: Changes = {}): URL {
  const url = facadeUrl(attempt.running, OAuthPath.authorize);
  const parameters = {
    response_type: 'code',
    client_id: attempt.clientId,
    redirect_uri: REDIRECT,
    state: STATE,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: attempt.running.endpoint,
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return url;
}

/** The answer to an authorization request: the consent page, or whatever else. */
export function ask(attempt: Attempt, changes: Changes = {}): Promise<Response> {
  return attempt.browser.open(authorizationUrl(attempt, changes));
}

export async function consentPage(attempt: Attempt, changes: Readonly<Record<string, string>> = {}): Promise<Page> {
  const url = authorizationUrl(attempt, changes);
  return readPage(url, await attempt.browser.open(url));
}

/** The consent form as the browser would send it, ready to be bent. */
export function consentForm(page: Page): { readonly action: URL; readonly fields: URLSearchParams } {
  const allow = buttonsOf(page).find(({ value }) => value === 'allow');
  if (!allow) throw new Error(`this is no consent page (${page.status}): ${page.html}`);
  return { action: formAction(page), fields: formFields(page, allow) };
}

/** Follows from an answer until the next step would leave for the given address; it is not visited. */
export async function follow(
  browser: PlayedBrowser,
  from: URL,
  answer: Response,
  until: (url: URL) => boolean,
  person = 'alice',
): Promise<URL> {
  let [url, response] = [from, answer];
  for (let step = 0; step < MOST_STEPS; step++) {
    const location = response.headers.get('location');
    if (location === null) {
      const page = await readPage(url, response);
      const button = buttonsOf(page).find(({ value }) => value === person);
      if (!button) throw new Error(`nobody can sign in here (${page.status}): ${page.html}`);
      response = await browser.press(page, button);
      url = formAction(page);
      continue;
    }
    url = new URL(location, url);
    if (until(url)) return url;
    response = await browser.open(url);
  }
  throw new Error('the sign-in goes in circles');
}

/** Allows and signs in, up to the facade's callback, which is not visited. */
export async function signInUpToCallback(attempt: Attempt, person = 'alice'): Promise<URL> {
  const { action, fields } = consentForm(await consentPage(attempt));
  const answer = await attempt.browser.open(action, fields);
  return follow(attempt.browser, action, answer, ({ pathname }) => pathname.endsWith(OAuthPath.callback), person);
}

/** A whole sign-in: what the client receives at its address. */
export async function answerOf(attempt: Attempt, person = 'alice'): Promise<URLSearchParams> {
  const back = await attempt.browser.open(await signInUpToCallback(attempt, person));
  return new URL(back.headers.get('location') ?? '', REDIRECT).searchParams;
}

type Changes = Readonly<Record<string, string | undefined>>;

/** What the token endpoint answers. */
export interface TokenResult {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A token request for a code, and what a test changes in it. */
export function exchange(attempt: Attempt, code: string, changes: Changes = {}): Promise<TokenResult> {
  return askForTokens(attempt, {
    grant_type: 'authorization_code',
    client_id: attempt.clientId,
    code,
    code_verifier: attempt.verifier,
    redirect_uri: REDIRECT,
    resource: attempt.running.endpoint,
    ...changes,
  });
}

/** A token request with a refresh token. */
export function refreshOf(attempt: Attempt, refreshToken: string): Promise<TokenResult> {
  const form = { grant_type: 'refresh_token', client_id: attempt.clientId, refresh_token: refreshToken };
  return askForTokens(attempt, form);
}

async function askForTokens({ running }: Attempt, parameters: Changes): Promise<TokenResult> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.append(name, value);
  }
  const response = await fetch(facadeUrl(running, OAuthPath.token), { method: 'POST', body: form });
  return { status: response.status, body: TokenAnswer.parse(await response.json()) };
}

/** Registers a client with one redirect address. */
export async function register(running: Running, redirectUri = REDIRECT): Promise<string> {
  const response = await fetch(facadeUrl(running, OAuthPath.registration), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Attacker',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`registration is answered ${response.status}: ${text}`);
  return z.object({ client_id: z.string() }).parse(JSON.parse(text)).client_id;
}
