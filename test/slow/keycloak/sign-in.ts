import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { ORDERS_SCOPE, PERSON, REDIRECT_URI, SIGN_IN_CLIENT } from './realm.ts';

const Tokens = z.object({ access_token: z.string(), id_token: z.string(), refresh_token: z.string() });

/** Signs the person in as a client does, with a code and PKCE, and returns her tokens. Plays her browser: one page, one form. */
export async function signIn(issuer: string, password: string): Promise<z.infer<typeof Tokens>> {
  const verifier = randomBytes(32).toString('base64url');
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: SIGN_IN_CLIENT,
      redirect_uri: REDIRECT_URI,
      code: await codeFor(issuer, password, verifier),
      code_verifier: verifier,
    }),
  });
  return Tokens.parse(await answer.json());
}

/** A token for a client that acts for itself. */
export async function machineToken(issuer: string, clientId: string, clientSecret: string): Promise<string> {
  const answer = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: ORDERS_SCOPE,
    }),
  });
  return Tokens.pick({ access_token: true }).parse(await answer.json()).access_token;
}

async function codeFor(issuer: string, password: string, verifier: string): Promise<string> {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: SIGN_IN_CLIENT,
    redirect_uri: REDIRECT_URI,
    scope: `openid ${ORDERS_SCOPE}`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await fetch(`${issuer}/protocol/openid-connect/auth?${asked}`);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(await page.text()) ?? [];
  const back = await fetch(action.replaceAll('&amp;', '&'), {
    method: 'POST',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams({ username: PERSON, password }),
    redirect: 'manual',
  });
  const code = new URL(back.headers.get('location') ?? '', issuer).searchParams.get('code');
  if (code === null) throw new Error(`Keycloak sent back no code: ${back.status}`);
  return code;
}
