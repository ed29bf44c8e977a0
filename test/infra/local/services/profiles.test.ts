import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personByName } from '../../../../infra/local/issuer/people.ts';
import { profiles } from '../../../../infra/local/services/profiles.ts';
import { playGateway } from './played-gateway.ts';

let gateway: Awaited<ReturnType<typeof playGateway>>;
beforeAll(async () => {
  gateway = await playGateway();
});
afterAll(() => gateway.close());

async function tokenFor(person: string, scope = 'profile.read'): Promise<string> {
  const subject_token = await gateway.sign({ sub: personByName(person)?.subject ?? person });
  return String((await gateway.exchange({ subject_token, scope })).body.access_token);
}

async function ask(token: string | undefined, path = '/v1/profile', method = 'GET') {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${gateway.url}${path}`, { method, headers });
  return { status: response.status, body: await response.json() };
}

test('gives the profile of whom the token is for, and remembers who asked', async () => {
  expect(await ask(await tokenFor('alice'))).toMatchObject({
    status: 200,
    body: { name: 'Alice Arden', tier: 'gold' },
  });
  expect(gateway.services.visits().at(-1)).toMatchObject({
    service: 'profiles',
    subject: personByName('alice')?.subject,
    actor: `${gateway.endpoint}#customer_profile`,
  });
  expect((await ask(await tokenFor('bob'))).body).toMatchObject({ name: 'Bob Bergmann' });
});

test('has no profile of carol, and nothing at other paths', async () => {
  expect((await ask(await tokenFor('carol'))).status).toBe(404);
  expect((await ask(await tokenFor('alice'), '/v1/profile/bob')).status).toBe(404);
  expect((await ask(await tokenFor('alice'), '/v1/profile', 'POST')).status).toBe(404);
});

test('asks for its own scope (RFC 6750 §3.1)', async () => {
  expect(await ask(await tokenFor('alice', 'profile.write'))).toEqual({
    status: 403,
    body: { error: 'insufficient_scope' },
  });
});

test.each<[string, () => Promise<string | undefined>]>([
  ['no token', async () => undefined],
  ['no JWT', async () => 'opaque'],
  ['an assertion of the gateway', () => gateway.sign({ sub: 'alice', aud: gateway.url })],
  ['a token that was changed', async () => `${(await tokenFor('alice')).slice(0, -4)}AAAA`],
  [
    'a token of another key',
    async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT({ scope: 'profile.read', act: { sub: 'x' } })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
        .setSubject(personByName('alice')?.subject ?? '')
        .setIssuer(gateway.issuer)
        .setAudience(gateway.url)
        .setIssuedAt()
        .setExpirationTime('5m')
        .setJti('1')
        .sign(privateKey);
    },
  ],
])('refuses %s (RFC 9068 §4)', async (_, token) => {
  expect(await ask(await token())).toEqual({ status: 401, body: { error: 'invalid_token' } });
});

test('refuses a token of its own issuer that does not say who acts (B9)', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'RS256' }];
  const server = createServer((_, response) => response.end(JSON.stringify({ keys }))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const answer = profiles({
    url: 'http://127.0.0.1:1',
    addressOf: () => issuer,
    secret: () => undefined,
    endpoint: () => '',
    onVisit: () => undefined,
  });
  const ask = async (claims: Record<string, unknown>) => {
    const token = await new SignJWT({
      scope: 'profile.read',
      sub: personByName('alice')?.subject ?? '',
      jti: '1',
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
      .setIssuer(issuer)
      .setAudience('http://127.0.0.1:1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    return answer({ method: 'GET', path: '/v1/profile', headers: { authorization: `Bearer ${token}` } });
  };
  expect((await ask({ act: { sub: 'a tool' } })).status).toBe(200);
  expect(await ask({})).toEqual({ status: 403, body: { error: 'the token does not say who acts' } });
  expect((await ask({ act: {} })).status).toBe(401);
  server.close();
});
