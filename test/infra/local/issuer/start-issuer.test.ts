import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { STYLE_SOURCE } from '../../../../infra/local/issuer/page-style.ts';
import { type Issuer, startIssuer } from '../../../../infra/local/issuer/start-issuer.ts';
import { RESOURCE, samplePool } from './sample-pool.ts';
import {
  authorizationUrl,
  discover,
  exchange,
  machineToken,
  openAndSignIn,
  REDIRECT,
  refresh,
  tokensFor,
  visit,
} from './sign-in-flow.ts';

let issuer: Issuer;
let as: oauth.AuthorizationServer;
const printed = vi.fn();

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(printed);
  issuer = await startIssuer({ stack: samplePool(), port: 0 });
  as = await discover(issuer.issuer);
});

afterAll(() => issuer.close());

/** Signs in as far as the code. */
async function codeFor(changes: Parameters<typeof authorizationUrl>[2] = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const back = await openAndSignIn(await authorizationUrl(as, verifier, changes));
  const client = { client_id: 'app-client' };
  const parameters = oauth.validateAuthResponse(as, client, new URL(back.headers.get('location') ?? ''), 'a-state');
  return { verifier, parameters };
}

async function errorOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
}

describe('discovery', () => {
  test.each([
    (pool: string) => `/${pool}/.well-known/openid-configuration`,
    (pool: string) => `/${pool}/.well-known/oauth-authorization-server`,
    (pool: string) => `/.well-known/oauth-authorization-server/${pool}`,
    (pool: string) => `/.well-known/openid-configuration/${pool}`,
  ])('is served where clients look for it (AS1) %#', async (path) => {
    const response = await fetch(`${issuer.url}${path('local_Pool1')}`);
    expect(await response.json()).toMatchObject({
      issuer: issuer.issuer,
      jwks_uri: `${issuer.issuer}/.well-known/jwks.json`,
      authorization_endpoint: `${issuer.issuer}/oauth2/authorize`,
      token_endpoint: `${issuer.issuer}/oauth2/token`,
      revocation_endpoint: `${issuer.issuer}/oauth2/revoke`,
      userinfo_endpoint: `${issuer.issuer}/oauth2/userInfo`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
    });
  });

  test('is not served for another pool', async () => {
    for (const path of ['/.well-known/openid-configuration', '/other/.well-known/openid-configuration']) {
      expect((await fetch(`${issuer.url}${path}`)).status).toBe(404);
    }
  });

  test('offers no dynamic registration', async () => {
    expect(as.registration_endpoint).toBeUndefined();
    expect((await fetch(`${issuer.issuer}/reg`, { method: 'POST' })).status).toBe(404);
  });
});

describe('access tokens of people', () => {
  test("carry Cognito's claims and no audience", async () => {
    const { access_token } = await tokensFor(as, { scope: `openid ${RESOURCE}/list_orders` });
    const claims = decodeJwt(access_token);
    expect(claims).toMatchObject({
      sub: 'a11ce000-0000-4000-8000-000000000001',
      iss: issuer.issuer,
      client_id: 'app-client',
      token_use: 'access',
      scope: `openid ${RESOURCE}/list_orders`,
      username: 'alice',
      version: 2,
      jti: expect.stringMatching(/^[0-9a-f]{8}-/),
      origin_jti: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      event_id: expect.stringMatching(/^[0-9a-f]{8}-/),
      auth_time: expect.any(Number),
    });
    expect(claims).not.toHaveProperty('aud');
    expect(claims).not.toHaveProperty('cognito:groups');
    expect(Object.keys(decodeProtectedHeader(access_token)).sort()).toEqual(['alg', 'kid']);
  });

  test('live as long as the template says', async () => {
    const { access_token, expires_in } = await tokensFor(as, { scope: 'openid' });
    const { iat = 0, exp = 0 } = decodeJwt(access_token);
    expect([exp - iat, expires_in]).toEqual([600, 600]);
  });

  test('name only the groups that the template has', async () => {
    const { access_token } = await tokensFor(as, { person: 'carol', scope: 'openid' });
    expect(decodeJwt(access_token)).toMatchObject({ username: 'carol', 'cognito:groups': ['support'] });
  });

  test('carry all scopes of the client when none was named', async () => {
    const { access_token } = await tokensFor(as);
    expect(decodeJwt(access_token).scope).toBe(`openid email ${RESOURCE}/list_orders ${RESOURCE}/refund`);
  });

  test('are bound to the resource the client named (RS3, AS3)', async () => {
    const { access_token } = await tokensFor(as, { scope: `${RESOURCE}/refund`, resource: RESOURCE });
    expect(decodeJwt(access_token)).toMatchObject({ aud: RESOURCE, scope: `${RESOURCE}/refund` });
  });

  test('verify against the published keys, which hold no private part', async () => {
    const keys: unknown = await (await fetch(as.jwks_uri ?? '')).json();
    expect(keys).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig' }] });
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
    const { access_token } = await tokensFor(as, { scope: 'openid' });
    const answer = await fetch(`${issuer.issuer}/oauth2/userInfo`, {
      headers: { Authorization: `Bearer ${access_token}` },
    });
    expect(await answer.json()).toMatchObject({ sub: 'a11ce000-0000-4000-8000-000000000001', username: 'alice' });
  });

  test('of another run do not pass: keys are fresh on every start (B1)', async () => {
    const other = await startIssuer({ stack: samplePool(), port: 0 });
    try {
      const { access_token } = await tokensFor(await discover(other.issuer), { scope: 'openid' });
      const headers = { Authorization: `Bearer ${access_token}` };
      expect((await fetch(`${other.issuer}/oauth2/userInfo`, { headers })).status).toBe(200);
      expect((await fetch(`${issuer.issuer}/oauth2/userInfo`, { headers })).status).toBe(401);
      const secrets = [issuer, other].map(({ clients }) => clients.find(({ id }) => id === 'robot-client')?.secret);
      expect(new Set(secrets).size).toBe(2);
    } finally {
      await other.close();
    }
  });
});

test('ID tokens are for the client and say what they are (B1)', async () => {
  const { id_token } = await tokensFor(as, { person: 'carol', scope: 'openid email' });
  expect(decodeJwt(id_token ?? '')).toMatchObject({
    aud: 'app-client',
    token_use: 'id',
    'cognito:username': 'carol',
    'cognito:groups': ['support'],
    email: 'carol@example.com',
  });
});

test('user info refuses an ID token', async () => {
  const { id_token } = await tokensFor(as, { scope: 'openid' });
  const headers = { Authorization: `Bearer ${id_token}` };
  expect((await fetch(`${issuer.issuer}/oauth2/userInfo`, { headers })).status).toBe(401);
});

describe('refresh tokens', () => {
  test('are replaced at every use and keep the sign-in they came from', async () => {
    const first = await tokensFor(as, { scope: `openid ${RESOURCE}/refund`, resource: RESOURCE });
    const answer = await oauth.processRefreshTokenResponse(
      as,
      { client_id: 'app-client' },
      await refresh(as, first.refresh_token ?? ''),
    );
    expect(answer.refresh_token).not.toBe(first.refresh_token);
    const [old, renewed] = [decodeJwt(first.access_token), decodeJwt(answer.access_token)];
    expect(renewed).toMatchObject({ aud: RESOURCE, origin_jti: old.origin_jti, auth_time: old.auth_time });
    expect(renewed.jti).not.toBe(old.jti);
  });

  test('are refused after use, and so is the one that replaced them', async () => {
    const { refresh_token = '' } = await tokensFor(as);
    const renewed: unknown = await (await refresh(as, refresh_token)).json();
    expect(await errorOf(await refresh(as, refresh_token))).toBe('invalid_grant');
    const next =
      typeof renewed === 'object' && renewed !== null && 'refresh_token' in renewed ? renewed.refresh_token : '';
    expect(await errorOf(await refresh(as, String(next)))).toBe('invalid_grant');
  });

  test('outlive the page they were made on, and end when the template says', async () => {
    let hours = 0;
    const now = () => Date.now() + hours * 3_600_000;
    const other = await startIssuer({ stack: samplePool({ App: { RefreshTokenValidity: 2 } }), port: 0, now });
    try {
      const metadata = await discover(other.issuer);
      const { refresh_token = '' } = await tokensFor(metadata);
      hours = 47;
      const renewed = await refresh(metadata, refresh_token);
      expect(renewed.status).toBe(200);
      hours = 96;
      const answer = await oauth.processRefreshTokenResponse(metadata, { client_id: 'app-client' }, renewed);
      expect(await errorOf(await refresh(metadata, answer.refresh_token ?? ''))).toBe('invalid_grant');
    } finally {
      await other.close();
    }
  });

  test('are refused after revocation', async () => {
    const { refresh_token = '' } = await tokensFor(as);
    const client = { client_id: 'app-client' };
    const options = { [oauth.allowInsecureRequests]: true };
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, oauth.None(), refresh_token, options),
    );
    expect(await errorOf(await refresh(as, refresh_token))).toBe('invalid_grant');
  });
});

describe('an authorization request is refused', () => {
  const backWith = async (changes: Parameters<typeof authorizationUrl>[2]) => {
    const response = await openAndSignIn(await authorizationUrl(as, oauth.generateRandomCodeVerifier(), changes));
    const { search, hash } = new URL(response.headers.get('location') ?? 'about:none');
    return new URLSearchParams(search.slice(1) || hash.slice(1));
  };

  test.each([
    ['an unknown scope', { scope: `${RESOURCE}/nothing` }, 'invalid_scope'],
    ['a scope that exists and the client may not have', { scope: `openid ${RESOURCE}/secret_scope` }, 'invalid_scope'],
    ['offline_access', { scope: 'openid offline_access' }, 'invalid_scope'],
    ['another resource', { resource: 'https://elsewhere.example/mcp' }, 'invalid_target'],
    ['plain PKCE', { parameters: { code_challenge_method: 'plain' } }, 'invalid_request'],
    ['the implicit flow', { parameters: { response_type: 'token' } }, 'unsupported_response_type'],
  ])('with %s', async (_name, changes, error) => {
    const answer = await backWith(changes);
    expect([answer.get('error'), answer.get('iss'), answer.get('code')]).toEqual([error, issuer.issuer, null]);
  });

  test('without PKCE', async () => {
    const url = await authorizationUrl(as, oauth.generateRandomCodeVerifier());
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const response = await openAndSignIn(url);
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  test.each([
    'http://127.0.0.1:8765/other',
    'http://localhost:8765/callback',
    'https://app.example/callback/',
    'https://app.example:444/callback',
    'https://evil.example/callback',
  ])('with the redirect address %s, and nothing is sent there', async (redirect_uri) => {
    const response = await openAndSignIn(await authorizationUrl(as, 'v'.repeat(43), { parameters: { redirect_uri } }));
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  test('of an unknown client', async () => {
    const url = await authorizationUrl(as, 'v'.repeat(43), { parameters: { client_id: 'robot' } });
    expect((await openAndSignIn(url)).status).toBe(400);
  });
});

describe('a code is refused', () => {
  test('with the wrong verifier', async () => {
    const { parameters } = await codeFor();
    expect(await errorOf(await exchange(as, parameters, oauth.generateRandomCodeVerifier()))).toBe('invalid_grant');
  });

  test('at its second use, which ends the tokens of the first', async () => {
    const { parameters, verifier } = await codeFor();
    const first = await oauth.processAuthorizationCodeResponse(
      as,
      { client_id: 'app-client' },
      await exchange(as, parameters, verifier),
    );
    expect(await errorOf(await exchange(as, parameters, verifier))).toBe('invalid_grant');
    expect(await errorOf(await refresh(as, first.refresh_token ?? ''))).toBe('invalid_grant');
  });

  test('with another redirect address', async () => {
    const { parameters, verifier } = await codeFor();
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'app-client',
      code: parameters.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: REDIRECT.replace('50123', '50124'),
    });
    expect(await errorOf(await fetch(as.token_endpoint ?? '', { method: 'POST', body }))).toBe('invalid_grant');
  });
});

describe('machines', () => {
  const secret = () => issuer.clients.find(({ id }) => id === 'robot-client')?.secret ?? '';

  test.each<Record<string, string>>([{}, { scope: `${RESOURCE}/list_orders` }, { resource: RESOURCE }])(
    'get a token without a person and without an audience %#',
    async (parameters) => {
      const response = await machineToken(as, secret(), parameters);
      const { access_token } = await oauth.processClientCredentialsResponse(
        as,
        { client_id: 'robot-client' },
        response,
      );
      const claims = decodeJwt(access_token);
      expect(claims).toMatchObject({
        sub: 'robot-client',
        client_id: 'robot-client',
        token_use: 'access',
        scope: `${RESOURCE}/list_orders`,
      });
      for (const name of ['username', 'aud', 'cognito:groups', 'origin_jti']) expect(claims).not.toHaveProperty(name);
    },
  );

  test('are refused a scope they may not have', async () => {
    const response = await machineToken(as, secret(), { scope: `${RESOURCE}/refund` });
    expect([response.status, await errorOf(response)]).toEqual([400, 'invalid_scope']);
  });

  test('are refused with the wrong secret', async () => {
    expect(await errorOf(await machineToken(as, `${secret()}x`, {}))).toBe('invalid_client');
  });

  test('cannot use the flow of people, nor people theirs', async () => {
    const url = await authorizationUrl(as, 'v'.repeat(43), { parameters: { client_id: 'robot-client' } });
    expect((await openAndSignIn(url)).headers.get('location') ?? '').not.toContain('code=');
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'app-client' });
    expect(await errorOf(await fetch(as.token_endpoint ?? '', { method: 'POST', body }))).toBe('invalid_request');
  });
});

describe('the sign-in page', () => {
  const open = async () => {
    const jar = new Map<string, string>();
    const first = await visit(await authorizationUrl(as, 'v'.repeat(43), { scope: 'openid' }), jar);
    return { jar, page: new URL(first.headers.get('location') ?? '', issuer.url), first };
  };
  const alice = new URLSearchParams({ person: 'alice' });

  test('has a button for each person, and nothing may be loaded, framed or kept', async () => {
    const { jar, page } = await open();
    const response = await visit(page, jar);
    const html = await response.text();
    for (const person of ['alice', 'bob', 'carol']) expect(html).toContain(`value="${person}"`);
    expect(html).toContain('desk app');
    expect(html).not.toMatch(/<(script|img|link)/);
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; form-action 'self' http://127.0.0.1:50123; frame-ancestors 'none'; base-uri 'none'; style-src ${STYLE_SOURCE}`,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('lets its form lead on from the callback of the sign-in facade, to a client of any scheme', async () => {
    const callback = 'http://127.0.0.1:3000/v1/oauth/callback';
    const other = await startIssuer({ stack: samplePool({ App: { CallbackURLs: [callback] } }), port: 0 });
    try {
      const url = await authorizationUrl(await discover(other.issuer), 'v'.repeat(43), {
        parameters: { redirect_uri: callback },
      });
      const jar = new Map<string, string>();
      const page = new URL((await visit(url, jar)).headers.get('location') ?? '', other.url);
      expect((await visit(page, jar)).headers.get('content-security-policy')).toBe(
        `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; style-src ${STYLE_SOURCE}`,
      );
    } finally {
      await other.close();
    }
  });

  test.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('refuses a form from another site: %o (A5)', async (headers) => {
    const { jar, page } = await open();
    expect((await visit(page, jar, alice, headers)).status).toBe(403);
  });

  test('takes a form from itself', async () => {
    const { jar, page } = await open();
    const headers = { origin: issuer.url, 'sec-fetch-site': 'same-origin' };
    expect((await visit(page, jar, alice, headers)).status).toBe(303);
  });

  test('refuses a sign-in that began in another browser', async () => {
    const { page } = await open();
    expect((await visit(page, new Map(), alice)).status).toBe(400);
  });

  test('refuses a person who does not exist', async () => {
    const { jar, page } = await open();
    expect((await visit(page, jar, new URLSearchParams({ person: 'mallory' }))).status).toBe(400);
  });

  test('refuses a form longer than its own', async () => {
    const { jar, page } = await open();
    expect((await visit(page, jar, new URLSearchParams({ person: 'a'.repeat(300) }))).status).toBe(413);
  });

  test('keeps its cookies from scripts and from other sites', async () => {
    const { first } = await open();
    const cookies = first.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie.toLowerCase()).toMatch(/samesite=lax.*httponly/);
  });

  test('asks again who it is at every sign-in, so one browser can change persons', async () => {
    const jar = new Map<string, string>();
    for (const person of ['alice', 'bob']) {
      const verifier = oauth.generateRandomCodeVerifier();
      const first = await visit(await authorizationUrl(as, verifier, { scope: 'openid' }), jar);
      const page = new URL(first.headers.get('location') ?? '', issuer.url);
      expect(page.pathname).toMatch(/^\/local_Pool1\/login\//);
      const chosen = await visit(page, jar, new URLSearchParams({ person }));
      const back = await visit(new URL(chosen.headers.get('location') ?? '', issuer.url), jar);
      const client = { client_id: 'app-client' };
      const parameters = oauth.validateAuthResponse(as, client, new URL(back.headers.get('location') ?? ''), 'a-state');
      const answer = await oauth.processAuthorizationCodeResponse(as, client, await exchange(as, parameters, verifier));
      expect(decodeJwt(answer.access_token).username).toBe(person);
    }
  });
});

test('serves no other Host (DNS rebinding, A5)', async () => {
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const call = request(`${issuer.issuer}/.well-known/jwks.json`, { headers: { host: 'evil.example' } });
    call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    call.end();
  });
  expect(status).toBe(403);
});

test('prints nothing of its own accord', () => {
  expect(printed).not.toHaveBeenCalled();
});
