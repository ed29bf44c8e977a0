import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_ID, SECRET_CLIENT_ID } from '../../../../infra/local/services/profiles-issuer.ts';
import { CLIENT_SECRET, playGateway } from './played-gateway.ts';

let gateway: Awaited<ReturnType<typeof playGateway>>;
beforeAll(async () => {
  gateway = await playGateway();
});
afterAll(() => gateway.close());

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const WITHOUT_KEY = { client_id: undefined, client_assertion: undefined, client_assertion_type: undefined };

describe('the issuer of the service of profiles', () => {
  test('says where its token endpoint is, in both forms of its metadata (RFC 8414)', async () => {
    for (const name of ['oauth-authorization-server', 'openid-configuration']) {
      const metadata = await (await fetch(`${gateway.issuer}/.well-known/${name}`)).json();
      expect(metadata).toMatchObject({ issuer: gateway.issuer, token_endpoint: `${gateway.issuer}/token` });
    }
  });

  test('gives the gateway a short token that says for whom and who acts (B9)', async () => {
    const { status, body } = await gateway.exchange();
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 300,
        scope: 'profile.read',
      },
    ]);
    const token = String(body.access_token);
    expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      iss: gateway.issuer,
      aud: gateway.url,
      sub: 'alice',
      act: { sub: `${gateway.endpoint}#customer_profile` },
      client_id: CLIENT_ID,
      scope: 'profile.read',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
  });

  test('remembers what it was shown, for whom and by whom', async () => {
    const subject_token = await gateway.sign({ sub: 'bob' });
    await gateway.exchange({ subject_token });
    const visit = gateway.services.visits().at(-1);
    expect(visit).toMatchObject({ service: 'profiles-issuer', subject: 'bob' });
    expect(visit?.shown).toContain(subject_token);
    expect(visit?.shown).toHaveLength(3);
  });

  test('knows a second client by its secret, and no other secret (RFC 6749 §2.3.1)', async () => {
    expect((await gateway.exchange(WITHOUT_KEY, basic(SECRET_CLIENT_ID, CLIENT_SECRET))).status).toBe(200);
    const wrong = await gateway.exchange(WITHOUT_KEY, basic(SECRET_CLIENT_ID, 'guessed'));
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const mixed = await gateway.exchange(WITHOUT_KEY, basic(CLIENT_ID, CLIENT_SECRET));
    expect(mixed).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('asks for proof of who the client is (B9)', async () => {
    expect((await gateway.exchange({ client_assertion: undefined })).body.error).toBeDefined();
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await gateway.sign({ iss: CLIENT_ID, sub: CLIENT_ID }, privateKey);
    expect((await gateway.exchange({ client_assertion: forged })).body.error).toBe('invalid_client');
  });

  test('narrows to the scopes it has, and gives nothing for others', async () => {
    const narrowed = await gateway.exchange({ scope: 'profile.read profile.delete' });
    expect(narrowed.body.scope).toBe('profile.read');
    expect((await gateway.exchange({ scope: 'profile.delete' })).body.error).toBe('invalid_scope');
  });

  test.each<[string, string | undefined, string]>([
    ['audience', 'https://other.example.com', 'invalid_target'],
    ['audience', undefined, 'invalid_request'],
    ['scope', undefined, 'invalid_request'],
    ['subject_token', undefined, 'invalid_request'],
    ['subject_token', 'a.b.c', 'invalid_grant'],
    ['subject_token_type', 'urn:ietf:params:oauth:token-type:access_token', 'invalid_request'],
    ['actor_token', undefined, 'invalid_request'],
    ['requested_token_type', 'urn:ietf:params:oauth:token-type:id_token', 'invalid_request'],
    ['grant_type', 'client_credentials', 'unsupported_grant_type'],
  ])('refuses the %s %s (RFC 8693 §2.2.2)', async (name, value, error) => {
    expect((await gateway.exchange({ [name]: value })).body.error).toBe(error);
  });
});

describe('an assertion', () => {
  const minute = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Record<string, unknown>]>([
    ['of another gateway', () => ({ iss: 'https://other.example.com/mcp' })],
    ['for another issuer', () => ({ aud: 'https://other.example.com' })],
    ['that is expired', () => ({ iat: minute() - 120, exp: minute() - 60 })],
    ['that lives for an hour', () => ({ exp: minute() + 3600 })],
    ['without an end', () => ({ exp: undefined })],
    ['without an id', () => ({ jti: undefined })],
    ['of nobody', () => ({ sub: undefined })],
  ])('%s is not taken, of a subject or an actor (RFC 7523 §3)', async (_, claims) => {
    const subject_token = await gateway.sign({ sub: 'alice', ...claims() });
    expect((await gateway.exchange({ subject_token })).body.error).toBe('invalid_grant');
    const actor_token = await gateway.sign({ sub: `${gateway.endpoint}#customer_profile`, ...claims() });
    expect((await gateway.exchange({ actor_token })).body.error).toBe('invalid_grant');
  });

  test('of another key is not taken (B9)', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const subject_token = await gateway.sign({ sub: 'alice' }, privateKey);
    expect((await gateway.exchange({ subject_token })).body.error).toBe('invalid_grant');
  });

  test('is taken once (RFC 7523 §3, jti)', async () => {
    const subject_token = await gateway.sign({ sub: 'alice' });
    expect((await gateway.exchange({ subject_token })).status).toBe(200);
    expect((await gateway.exchange({ subject_token })).body.error).toBe('invalid_grant');
  });

  test('of an actor names a tool of this gateway (B9)', async () => {
    const actor_token = await gateway.sign({ sub: 'alice' });
    expect((await gateway.exchange({ actor_token })).body.error).toBe('invalid_grant');
  });
});
