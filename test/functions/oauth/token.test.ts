import { describe, expect, test } from 'vitest';
import { OAuthError } from '../../../functions/oauth/oauth-failure.ts';
import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { comeBack } from './fixture/sign-in.ts';
import {
  BASELINE,
  type Call,
  DOCUMENT_ID,
  ISSUER,
  LOOPBACK_URI,
  type Options,
  RESOURCE,
  SIGN_IN_URL,
  type TestFacade,
  TOKENS,
  testFacade,
  VERIFIER,
  WEB_URI,
  WRITE_SCOPE,
} from './fixture/test-facade.ts';

type Form = Record<string, string | readonly string[] | undefined>;

const EXCHANGE = {
  grant_type: 'authorization_code',
  client_id: 'desk',
  code: 'code-1',
  code_verifier: VERIFIER,
  redirect_uri: LOOPBACK_URI,
};
const REFRESH = { grant_type: 'refresh_token', client_id: 'desk', refresh_token: 'refresh-1' };
/** Assembled here, so that nothing looks like a secret. */
const SECRET = ['not', 'a', 'secret'].join('-');
const BASIC = `Basic ${Buffer.from(`machine:${SECRET}`).toString('base64')}`;

async function ask(facade: TestFacade, form: Form | string, call: Call = {}) {
  const answer = await facade.call('POST', OAuthPath.token, { form, ...call });
  return { ...answer, said: JSON.parse(answer.body) };
}

/** A facade at the moment when the client has its code. */
async function withCode(options: Options = {}, changes: Record<string, string> = {}) {
  const facade = await testFacade(options);
  await comeBack(facade, changes);
  return facade;
}

async function expectRefused(facade: TestFacade, form: Form | string, error: string, call: Call = {}) {
  const { statusCode, said } = await ask(facade, form, call);
  expect(said).toEqual({ error });
  expect(statusCode).toBe(error === 'invalid_client' ? 401 : 400);
  expect(facade.asked).toEqual([]);
}

describe('a code', () => {
  test('is exchanged at the pool by the app client, with the verifier of the client (B11)', async () => {
    const facade = await withCode();
    const { statusCode, headers, said } = await ask(facade, EXCHANGE);
    expect([statusCode, said]).toEqual([200, { ...TOKENS, scope: BASELINE }]);
    expect(headers['Cache-Control']).toBe('no-store');
    const [{ url, init, form } = { url: '', init: {}, form: new URLSearchParams() }] = facade.asked;
    expect(url).toBe(`${SIGN_IN_URL}/oauth2/token`);
    expect(init.redirect).toBe('error');
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      client_id: 'desk',
      code: 'code-1',
      code_verifier: VERIFIER,
      redirect_uri: `${ISSUER}/oauth/callback`,
    });
  });

  test('of a client with a document is exchanged by the app client it was given', async () => {
    const facade = await withCode({}, { client_id: DOCUMENT_ID, redirect_uri: WEB_URI });
    await ask(facade, { ...EXCHANGE, client_id: DOCUMENT_ID, redirect_uri: WEB_URI });
    expect(facade.asked[0]?.form.get('client_id')).toBe('app-of-document');
  });

  test('is exchanged with the resource where the pool binds the audience by it (AS3)', async () => {
    const facade = await withCode({ environment: { AUDIENCE_RULE: 'resource' } });
    await ask(facade, { ...EXCHANGE, resource: RESOURCE });
    expect(facade.asked[0]?.form.get('resource')).toBe(RESOURCE);
  });

  test('needs no redirect address again (OAuth 2.1)', async () => {
    expect((await ask(await withCode(), { ...EXCHANGE, redirect_uri: undefined })).statusCode).toBe(200);
  });

  test('works once (B11)', async () => {
    const facade = await withCode();
    await ask(facade, EXCHANGE);
    expect((await ask(facade, EXCHANGE)).said).toEqual({ error: 'invalid_grant' });
    expect(facade.asked).toHaveLength(1);
  });

  test('works once also for two at the same time (B11)', async () => {
    const facade = await withCode();
    const answers = await Promise.all([ask(facade, EXCHANGE), ask(facade, EXCHANGE)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 400]);
  });

  test('of another client is refused, and used up by that (B11)', async () => {
    const facade = await withCode();
    await expectRefused(facade, { ...EXCHANGE, client_id: 'web' }, 'invalid_grant');
    await expectRefused(facade, EXCHANGE, 'invalid_grant');
  });

  test('that went to another address is refused, and used up by that (B11)', async () => {
    const facade = await withCode();
    await expectRefused(facade, { ...EXCHANGE, redirect_uri: 'http://127.0.0.1:6666/callback' }, 'invalid_grant');
    await expectRefused(facade, EXCHANGE, 'invalid_grant');
  });

  test('is refused after five minutes', async () => {
    const facade = await withCode();
    facade.wait(300);
    await expectRefused(facade, EXCHANGE, 'invalid_grant');
  });

  test('that never came through here is refused, though the pool may know it (B11)', async () => {
    await expectRefused(await withCode(), { ...EXCHANGE, code: 'from-elsewhere' }, 'invalid_grant');
  });

  test.each<[string, Form, string]>([
    ['without a verifier', { code_verifier: undefined }, 'invalid_request'],
    ['with a verifier too short', { code_verifier: 'v'.repeat(42) }, 'invalid_request'],
    ['with a verifier too long', { code_verifier: 'v'.repeat(129) }, 'invalid_request'],
    ['with a verifier of other characters', { code_verifier: `${'v'.repeat(43)}+` }, 'invalid_request'],
    ['without a code', { code: undefined }, 'invalid_request'],
    ['with a code too long', { code: 'c'.repeat(1025) }, 'invalid_request'],
    ['without a client', { client_id: undefined }, 'invalid_client'],
    ['with a secret in the form', { client_secret: SECRET }, 'invalid_client'],
    ['for another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['with a parameter twice', { code: ['code-1', 'code-2'] }, 'invalid_request'],
    ['with an unknown parameter twice', { nonce: ['a', 'b'] }, 'invalid_request'],
    ['with two grants', { grant_type: ['authorization_code', 'refresh_token'] }, 'invalid_request'],
  ])('is not exchanged %s (B11)', async (_, changes, error) => {
    await expectRefused(await withCode(), { ...EXCHANGE, ...changes }, error);
  });

  test('is not exchanged for a client with a secret in a header', async () => {
    await expectRefused(await withCode(), EXCHANGE, 'invalid_client', { headers: { AUTHORIZATION: BASIC } });
  });
});

describe('a refresh token', () => {
  test('is traded in by the app client; a scope beside it is left away', async () => {
    const facade = await testFacade();
    const { statusCode, said } = await ask(facade, { ...REFRESH, scope: BASELINE, resource: RESOURCE });
    expect([statusCode, said]).toEqual([200, TOKENS]);
    expect(Object.fromEntries(facade.asked[0]?.form ?? [])).toEqual(REFRESH);
  });

  test.each<[string, Form, string]>([
    ['of a client that is not known', { client_id: 'stranger' }, 'invalid_client'],
    ['of a client that was never admitted', { client_id: DOCUMENT_ID }, 'invalid_client'],
    ['of no client', { client_id: undefined }, 'invalid_client'],
    ['with a secret', { client_secret: SECRET }, 'invalid_client'],
    ['for another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['that is missing', { refresh_token: undefined }, 'invalid_request'],
    ['that is too long', { refresh_token: 'r'.repeat(8193) }, 'invalid_request'],
  ])('%s is refused', async (_, changes, error) => {
    await expectRefused(await testFacade(), { ...REFRESH, ...changes }, error);
  });
});

describe('a machine', () => {
  const MACHINE = { grant_type: 'client_credentials', scope: BASELINE };

  test('signs in with its own secret, in a header or in the form, which passes through untouched (B13)', async () => {
    const facade = await testFacade();
    await ask(facade, MACHINE, { headers: { authorization: BASIC } });
    await ask(facade, { ...MACHINE, client_id: 'machine', client_secret: SECRET });
    const [inHeader, inForm] = facade.asked;
    expect(new Headers(inHeader?.init.headers).get('authorization')).toBe(BASIC);
    expect(Object.fromEntries(inHeader?.form ?? [])).toEqual(MACHINE);
    expect(new Headers(inForm?.init.headers).has('authorization')).toBe(false);
    expect(Object.fromEntries(inForm?.form ?? [])).toEqual({ ...MACHINE, client_id: 'machine', client_secret: SECRET });
  });

  test.each<[string, Form, string | undefined, string]>([
    ['without a secret', { client_id: 'machine' }, undefined, 'invalid_client'],
    ['with a secret by two ways', { client_id: 'machine', client_secret: SECRET }, BASIC, 'invalid_request'],
    ['with another kind of header', {}, 'Bearer abc', 'invalid_client'],
    ['for a scope nobody has', { scope: 'aws.cognito.signin.user.admin' }, BASIC, 'invalid_scope'],
    ['for one good scope and another', { scope: `${BASELINE} openid` }, BASIC, 'invalid_scope'],
  ])('is refused %s', async (_, changes, authorization, error) => {
    const call = authorization === undefined ? {} : { headers: { authorization } };
    await expectRefused(await testFacade(), { ...MACHINE, ...changes }, error, call);
  });
});

describe('the door', () => {
  test.each<[string, Form, string]>([
    ['no grant', { grant_type: undefined }, 'invalid_request'],
    ['the password of a person', { grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    ['a token of another', { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_, changes, error) => {
    await expectRefused(await testFacade(), { ...EXCHANGE, ...changes }, error);
  });

  test.each(['application/json', 'multipart/form-data; boundary=x', ''])('reads no body of type %j', async (type) => {
    await expectRefused(await withCode(), EXCHANGE, 'invalid_request', { headers: { 'Content-Type': type } });
  });

  test('reads a form that names its characters', async () => {
    const headers = { 'Content-Type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
    expect((await ask(await withCode(), EXCHANGE, { headers })).statusCode).toBe(200);
  });

  test('takes nothing from the query, where it would be logged on the way', async () => {
    await expectRefused(await withCode(), EXCHANGE, 'invalid_request', { query: { code: 'code-1' } });
  });

  test('reads no body that is too large', async () => {
    const { statusCode } = await ask(await testFacade(), `code=${'c'.repeat(16_384)}`);
    expect(statusCode).toBe(413);
  });
});

describe('the pool', () => {
  test.each([
    [400, { error: 'invalid_grant', error_description: 'token of alice' }, 400, 'invalid_grant'],
    [401, { error: 'invalid_client' }, 401, 'invalid_client'],
    [400, { error: 'unauthorized_client' }, 400, 'unauthorized_client'],
    [400, { error: 'something of its own' }, 400, 'invalid_request'],
    [400, ['no object'], 400, 'invalid_request'],
    [403, { error: 'invalid_grant' }, 503, 'temporarily_unavailable'],
    [429, { error: 'slow_down' }, 503, 'temporarily_unavailable'],
    [500, { error: 'invalid_grant' }, 503, 'temporarily_unavailable'],
    [200, { error: 'invalid_grant' }, 503, 'temporarily_unavailable'],
    [200, { ...TOKENS, token_type: 'mac' }, 503, 'temporarily_unavailable'],
    [200, { ...TOKENS, access_token: '' }, 503, 'temporarily_unavailable'],
    [302, {}, 503, 'temporarily_unavailable'],
  ])('that answers %i %j makes us answer %i %s, and no word more', async (status, body, statusCode, error) => {
    const facade = await testFacade({ pool: () => Response.json(body, { status }) });
    const answer = await ask(facade, REFRESH);
    expect([answer.statusCode, answer.said]).toEqual([statusCode, { error }]);
    expect(answer.headers['Retry-After']).toBe(statusCode === 503 ? '30' : undefined);
  });

  test('gives out no more than tokens and what belongs to them', async () => {
    const facade = await testFacade({ pool: () => Response.json({ ...TOKENS, id_token: 'id', extra: 'more' }) });
    expect((await ask(facade, REFRESH)).said).toEqual(TOKENS);
  });

  test.each<[string, NonNullable<Options['pool']>]>([
    ['does not answer', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers no JSON', () => new Response('<html>')],
    ['answers nothing', () => new Response(null)],
    ['answers without end', () => Response.json({ ...TOKENS, padding: 'x'.repeat(65_536) })],
  ])('that %s makes us say: later', async (_, pool) => {
    const { statusCode, said, headers } = await ask(await testFacade({ pool }), REFRESH);
    expect([statusCode, said]).toEqual([503, { error: 'temporarily_unavailable' }]);
    expect(headers['Retry-After']).toBe('30');
  });

  test('has five seconds', async () => {
    const facade = await testFacade();
    await ask(facade, REFRESH);
    expect(facade.asked[0]?.init.signal).toBeInstanceOf(AbortSignal);
  });
});

test.each<[OAuthError['failure'], number, string]>([
  [{ reason: 'client_document_unreachable' }, 503, 'temporarily_unavailable'],
  [{ reason: 'client_document_refused', rule: 'a rule' }, 401, 'invalid_client'],
  [{ reason: 'state_unreachable' }, 503, 'temporarily_unavailable'],
])('says no more of a client that cannot be found than the code: %j', async (failure, statusCode, error) => {
  const findClient = async () => {
    throw new OAuthError(failure);
  };
  const answer = await ask(await testFacade({ parts: { findClient } }), REFRESH);
  expect([answer.statusCode, answer.said]).toEqual([statusCode, { error }]);
});

test('scopes beyond the baseline come back by name, since the pool names none (RFC 6749 §5.1)', async () => {
  const facade = await withCode({}, { scope: `openid ${WRITE_SCOPE}` });
  expect((await ask(facade, EXCHANGE)).said.scope).toBe(WRITE_SCOPE);
});
