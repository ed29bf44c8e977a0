import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SIGN_IN_ERRORS } from '../../../functions/oauth/oauth-failure.ts';
import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { openPage } from './fixture/sign-in.ts';
import {
  BASELINE,
  CHALLENGE,
  DOCUMENT_ID,
  fieldsOf,
  ISSUER,
  LOOPBACK_URI,
  locationOf,
  REQUEST,
  SCOPE_PREFIX,
  type TestFacade,
  testFacade,
  WEB_URI,
  WRITE_SCOPE,
} from './fixture/test-facade.ts';

type Pairs = Record<string, string | readonly string[] | undefined>;

async function ask(changes: Pairs, facade?: TestFacade) {
  const { call } = facade ?? (await testFacade());
  return call('GET', OAuthPath.authorize, { query: { ...REQUEST, ...changes } });
}

describe('shows a page and sends nobody anywhere (B11)', () => {
  test.each<[string, Pairs]>([
    ['when no client is named', { client_id: undefined }],
    ['when the client is unknown', { client_id: 'stranger' }],
    ['when the client is named twice', { client_id: ['desk', 'web'] }],
    ['without a redirect address', { redirect_uri: undefined }],
    ['when the redirect address is another client’s', { redirect_uri: WEB_URI }],
    ['when the redirect address has a path more', { redirect_uri: `${LOOPBACK_URI}/more` }],
    ['when the redirect address has a query more', { redirect_uri: `${LOOPBACK_URI}?next=x` }],
    ['when the redirect address has a fragment', { redirect_uri: `${LOOPBACK_URI}#x` }],
    [
      'when the redirect address is on a host that begins alike',
      { redirect_uri: 'http://127.0.0.1.evil.example/callback' },
    ],
    ['when the redirect address has a user', { redirect_uri: 'http://127.0.0.1:7777@evil.example/callback' }],
    ['when the redirect address would run a script', { redirect_uri: 'javascript:alert(1)' }],
    ['when a line break hides in the redirect address', { redirect_uri: `${LOOPBACK_URI}\r\nX-Evil: 1` }],
    ['when there are two redirect addresses', { redirect_uri: [LOOPBACK_URI, 'https://evil.example/'] }],
  ])('%s', async (_, changes) => {
    const answer = await ask(changes);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers).not.toHaveProperty('Location');
    expect(answer.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect(answer.body).not.toContain('evil');
    expect(answer.multiValueHeaders).toBeUndefined();
  });
});

describe('tells the client at its own address (RFC 6749 §4.1.2.1)', () => {
  test.each<[string, Pairs, string]>([
    ['without PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['with a challenge too short', { code_challenge: 'a'.repeat(42) }, 'invalid_request'],
    ['with a challenge too long', { code_challenge: 'a'.repeat(129) }, 'invalid_request'],
    ['with a challenge of other characters', { code_challenge: `${'a'.repeat(43)}=` }, 'invalid_request'],
    ['with PKCE downgraded to plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with PKCE plain by leaving the method away', { code_challenge_method: undefined }, 'invalid_request'],
    ['with a method in another case', { code_challenge_method: 's256' }, 'invalid_request'],
    ['for a token without a code', { response_type: 'token' }, 'unsupported_response_type'],
    ['for an ID token beside the code', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['without a response type', { response_type: undefined }, 'unsupported_response_type'],
    ['for another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['for the resource with a slash more', { resource: `${REQUEST.resource}/` }, 'invalid_target'],
    ['for a scope nobody has', { scope: `${BASELINE} ${SCOPE_PREFIX}everything` }, 'invalid_scope'],
    ['for the pool’s own scope over profiles', { scope: 'aws.cognito.signin.user.admin' }, 'invalid_scope'],
    ['for every scope at once', { scope: `${SCOPE_PREFIX}*` }, 'invalid_scope'],
    ['with a parameter twice', { scope: [BASELINE, WRITE_SCOPE] }, 'invalid_request'],
    ['with an unknown parameter twice', { nonce: ['a', 'b'] }, 'invalid_request'],
  ])('%s', async (_, changes, error) => {
    const answer = await ask(changes);
    const location = locationOf(answer);
    expect(answer.statusCode).toBe(303);
    expect(`${location.origin}${location.pathname}`).toBe(LOOPBACK_URI);
    expect(Object.fromEntries(location.searchParams)).toEqual({ error, state: 'client-state', iss: ISSUER });
  });

  test.each<[string, Pairs]>([
    ['is too long', { state: 's'.repeat(2049) }],
    ['holds a line break', { state: 'a\r\nSet-Cookie: x=y' }],
    ['came twice', { state: ['a', 'b'] }],
  ])('and gives no state back that %s', async (_, changes) => {
    const { headers } = await ask(changes);
    expect(headers.Location).toBe(`${LOOPBACK_URI}?error=invalid_request&iss=${encodeURIComponent(ISSUER)}`);
  });

  test('beside what the address has already', async () => {
    const { headers } = await ask({ client_id: 'web', redirect_uri: WEB_URI, response_type: 'token' });
    expect(headers.Location).toMatch(`${WEB_URI}&error=unsupported_response_type&state=client-state&iss=`);
  });
});

test('asks for what a first sign-in needs when the client names no scope', async () => {
  const { fields } = await openPage(await testFacade(), { scope: undefined });
  expect(fields.scope).toBe(BASELINE);
});

test('asks for the same when nothing is left of the scopes', async () => {
  const { fields } = await openPage(await testFacade(), { scope: 'openid offline_access' });
  expect(fields.scope).toBe(BASELINE);
});

test('leaves the scopes of OpenID Connect away and keeps each other one once (C6)', async () => {
  const scope = `openid email ${WRITE_SCOPE} offline_access profile ${WRITE_SCOPE} phone`;
  const { fields } = await openPage(await testFacade(), { scope });
  expect(fields.scope).toBe(WRITE_SCOPE);
});

test('takes any port of the loopback, and the address of an app', async () => {
  const port = await openPage(await testFacade(), { redirect_uri: 'http://127.0.0.1:50123/callback' });
  const app = await openPage(await testFacade(), { redirect_uri: 'cursor://app/callback' });
  expect([port.page.statusCode, app.page.statusCode]).toEqual([200, 200]);
});

test('a parameter without a value counts as not sent (RFC 6749 §3.1)', async () => {
  const { page, fields } = await openPage(await testFacade(), { state: '', resource: '', scope: '' });
  expect(page.statusCode).toBe(200);
  expect(fields).not.toHaveProperty('state');
});

test('asks the person every time, also when the client wants no question (B11)', async () => {
  const facade = await testFacade();
  const first = await openPage(facade, { prompt: 'none', login_hint: 'alice' });
  const second = await openPage(facade, { prompt: 'none' });
  expect([first.page.statusCode, second.page.statusCode]).toEqual([200, 200]);
  expect(await facade.state.items()).toEqual([]);
  expect(facade.admitted).toEqual([]);
});

test('every page has a cookie and a ticket of its own, so two may be open at once (B11)', async () => {
  const facade = await testFacade();
  const [first, second] = [await openPage(facade), await openPage(facade)];
  expect(Object.keys(first.cookies)).not.toEqual(Object.keys(second.cookies));
  expect(Object.values(first.cookies)).not.toEqual(Object.values(second.cookies));
  expect(first.fields.ticket).not.toBe(second.fields.ticket);
});

test('the key of a ticket stands in its cookie and nowhere on the page (B11)', async () => {
  const { page, cookies } = await openPage(await testFacade());
  const [key = ''] = Object.values(cookies);
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(page.body).not.toContain(key);
});

test('what the form carries is what was asked for', async () => {
  const { fields } = await openPage(await testFacade(), { client_id: DOCUMENT_ID, redirect_uri: WEB_URI });
  expect(fields).toMatchObject({
    client_id: DOCUMENT_ID,
    redirect_uri: WEB_URI,
    response_type: 'code',
    state: 'client-state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
});

test('whatever a parameter holds, nobody is sent to an address that is not the client’s, and no header breaks (B11)', async () => {
  const facade = await testFacade();
  const names = fc.constantFrom(...Object.keys(REQUEST), 'prompt', 'nonce');
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom('', ...SIGN_IN_ERRORS, '\r\nA: b'));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, fc.oneof(text, fc.array(text, { maxLength: 2 }))), async (changes) => {
      const { statusCode, headers, body } = await ask(changes, facade);
      expect([200, 303, 400]).toContain(statusCode);
      expect(headers.Location ?? LOOPBACK_URI).toMatch(/^http:\/\/127\.0\.0\.1:7777\/callback(\?[\x21-\x7e]*)?$/);
      expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7e]*$/);
      if (statusCode === 200) expect(fieldsOf({ statusCode, headers, body }).client_id).toBe('desk');
    }),
    { numRuns: 200 },
  );
});
