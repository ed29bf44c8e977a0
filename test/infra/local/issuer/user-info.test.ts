import { once } from 'node:events';
import { createServer } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { PEOPLE } from '../../../../infra/local/issuer/people.ts';
import { freshSigningKey } from '../../../../infra/local/issuer/signing-key.ts';
import { userInfo } from '../../../../infra/local/issuer/user-info.ts';

const ISSUER = 'http://127.0.0.1:1/local_Pool1';
const key = await freshSigningKey((size) => Buffer.alloc(size, 7));
const server = createServer(userInfo(ISSUER, key)).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());

async function statusFor(changes: Record<string, unknown>): Promise<number> {
  const claims = { iss: ISSUER, sub: PEOPLE[0]?.subject ?? '', token_use: 'access', scope: 'openid', ...changes };
  const signed = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).setExpirationTime('5 min');
  const token = await signed.sign(await importJWK({ ...key }, 'RS256'));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

test('user info answers a person’s access token', async () => {
  expect(await statusFor({})).toBe(200);
});

test.each([
  ['an ID token, whatever scope it claims', { token_use: 'id' }],
  ['a token without the scope openid', { scope: 'email' }],
  ['a token of nobody', { sub: 'nobody' }],
  ['a token of another issuer', { iss: 'http://127.0.0.1:1/other' }],
])('user info refuses %s (B1)', async (_, changes) => {
  expect(await statusFor(changes)).toBe(401);
});
