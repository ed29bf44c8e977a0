import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { signInIssuer } from '../../../functions/connect/sign-in-issuer.ts';
import { ConnectEnvironment } from '../../../shared/environment.ts';
import { ENVIRONMENT } from './fixture/test-connect.ts';

const TIES = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
const BACK = { state: TIES.state, code: 'the-code' };
const ISSUER = ENVIRONMENT.ISSUER;

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let foreign: typeof keys;
beforeAll(async () => {
  keys = await generateKeyPair('RS256');
  foreign = await generateKeyPair('RS256');
});

interface Play {
  readonly claims?: Record<string, unknown>;
  readonly signedBy?: typeof keys;
  readonly tokens?: (idToken: string) => object;
  readonly status?: number;
}

function issuerOf({ claims, signedBy = keys, tokens, status = 200 }: Play = {}) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const seconds = Math.floor(Date.now() / 1000);
  const answer = async (url: string): Promise<Response> => {
    if (url === ENVIRONMENT.JWKS_URI) {
      return Response.json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }] });
    }
    const all = { iss: ISSUER, aud: 'the-page', sub: 'alice-1', nonce: TIES.nonce, iat: seconds, exp: seconds + 300 };
    const idToken = await new SignJWT({ ...all, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(signedBy.privateKey);
    const body = { access_token: 'a', token_type: 'Bearer', ...(tokens ? tokens(idToken) : { id_token: idToken }) };
    return Response.json(body, { status });
  };
  const issuer = signInIssuer({
    environment: ConnectEnvironment.parse(ENVIRONMENT),
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return answer(String(url));
    },
  });
  return {
    asked,
    issuer,
    come: (back: Record<string, string> = BACK) => issuer.whoSignedIn(new URLSearchParams(back), TIES),
  };
}

function reasonOf(come: Promise<unknown>): Promise<unknown> {
  return come.then(
    () => 'signed in',
    (error: unknown) => (error instanceof ConnectError ? error.failure.reason : error),
  );
}

test('asks for a sign-in of its own: the page’s client, PKCE with S256, state, nonce, and nobody’s session (B11)', async () => {
  const url = new URL(await issuerOf().issuer.signInUrl(TIES));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'the-page',
    response_type: 'code',
    redirect_uri: 'https://api.example.com/prod/connect/callback',
    scope: 'openid',
    prompt: 'login',
    state: TIES.state,
    nonce: TIES.nonce,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  expect(url.href).not.toContain(TIES.verifier);
});

test('says who came back, after the issuer took code and verifier (B11)', async () => {
  const { asked, come } = issuerOf();
  expect(await come()).toEqual({ id: 'alice-1', name: 'alice-1' });
  const [token] = asked;
  expect(token?.url).toBe(ENVIRONMENT.TOKEN_ENDPOINT);
  expect(token?.init.redirect).toBe('error');
  expect(Object.fromEntries(new URLSearchParams(String(token?.init.body)))).toMatchObject({
    grant_type: 'authorization_code',
    code: 'the-code',
    client_id: 'the-page',
    code_verifier: TIES.verifier,
    redirect_uri: 'https://api.example.com/prod/connect/callback',
  });
});

test.each([
  ['of another issuer', { iss: 'https://other.example' }],
  ['for another client', { aud: 'desk' }],
  ['of another sign-in', { nonce: 'x'.repeat(43) }],
  ['without a nonce', { nonce: undefined }],
  ['that is expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ['that is an access token of Cognito', { token_use: 'access' }],
  ['that says nobody', { sub: '' }],
])('an ID token %s signs nobody in (B1)', async (_, claims) => {
  expect(await reasonOf(issuerOf({ claims }).come())).toBe('sign_in_refused');
});

test('an ID token signed by somebody else signs nobody in (B1)', async () => {
  expect(await reasonOf(issuerOf({ signedBy: foreign }).come())).toBe('sign_in_refused');
});

test('an ID token without signature signs nobody in (B1)', async () => {
  const unsigned = (idToken: string) => {
    const [, payload = ''] = idToken.split('.');
    return { id_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.` };
  };
  expect(await reasonOf(issuerOf({ tokens: unsigned }).come())).toBe('sign_in_refused');
});

test('without an ID token nobody is signed in', async () => {
  expect(await reasonOf(issuerOf({ tokens: () => ({}) }).come())).toBe('sign_in_refused');
});

test.each([
  ['an error of the issuer', { state: TIES.state, error: 'access_denied' }],
  ['another state', { ...BACK, state: 'x'.repeat(43) }],
  ['no code', { state: TIES.state }],
  ['an answer of another issuer', { ...BACK, iss: 'https://other.example' }],
])('%s signs nobody in, and no code is exchanged (B11, RFC 9207)', async (_, back) => {
  const { asked, come } = issuerOf();
  expect(await reasonOf(come(back))).toBe('sign_in_refused');
  expect(asked).toEqual([]);
});

test('a code that the issuer does not take signs nobody in', async () => {
  expect(await reasonOf(issuerOf({ status: 400, tokens: () => ({ error: 'invalid_grant' }) }).come())).toBe(
    'sign_in_refused',
  );
});

test('an issuer that does not answer is told as such', async () => {
  const issuer = signInIssuer({
    environment: ConnectEnvironment.parse(ENVIRONMENT),
    fetch: async () => {
      throw new TypeError('fetch failed');
    },
  });
  expect(await reasonOf(issuer.whoSignedIn(new URLSearchParams(BACK), TIES))).toBe('issuer_unreachable');
});
