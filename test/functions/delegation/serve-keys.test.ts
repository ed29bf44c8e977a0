import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { keyServer } from '../../../functions/delegation/serve-keys.ts';
import { assertionClaims } from '../../../functions/exchange/assertion-claims.ts';
import { assertionSigner } from '../../../functions/exchange/sign-assertion.ts';
import { fakeKms, KEY_ARN, NOW } from '../exchange/fixture/test-issuer.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const GOOD = { PublicKey: publicKey.export({ type: 'spki', format: 'der' }), KeyUsage: 'SIGN_VERIFY' };

function eventOf(resource: string, httpMethod = 'GET') {
  return { httpMethod, resource, isBase64Encoded: false, requestContext: { requestId: 'req-1' } };
}

function server(answer: () => object) {
  const asked: object[] = [];
  const logs: string[] = [];
  const kms = {
    send: async ({ input }: { readonly input: object }) => {
      asked.push(input);
      return answer();
    },
  };
  const serve = keyServer({ kms, keyArn: KEY_ARN, log: (line) => logs.push(line) });
  return { get: (event: unknown = eventOf('/delegation/jwks.json')) => serve(event), asked, logs };
}

test('serves the public key, by which an assertion of the gateway is verified (B9)', async () => {
  const { get } = server(() => GOOD);
  const { statusCode, headers, body } = await get();
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({ 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' });
  const sign = assertionSigner({ keyArn: KEY_ARN, makeClient: async () => fakeKms(privateKey) });
  const claims = assertionClaims(
    { issuer: 'a', subject: 'b', audience: 'c' },
    { now: () => NOW, randomUUID: () => 'i' },
  );
  const token = await sign(claims, new AbortController().signal);
  const verified = await jwtVerify(token, createLocalJWKSet(JSON.parse(body)), { currentDate: NOW });
  expect(verified.payload.sub).toBe('b');
});

test('serves the public members alone, and no ARN (A10)', async () => {
  const { body } = await server(() => GOOD).get();
  const { keys } = JSON.parse(body);
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0]).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(body).not.toContain('arn:');
});

test('asks KMS until it answers, and then no more', async () => {
  let up = false;
  const { get, asked, logs } = server(() => {
    if (!up) throw new Error(`not authorized on ${KEY_ARN}`);
    return GOOD;
  });
  const down = await get();
  expect(down).toMatchObject({
    statusCode: 503,
    body: '{"error":"unavailable"}',
    headers: { 'Cache-Control': 'no-store' },
  });
  expect(logs.join()).not.toContain('arn:');
  up = true;
  expect([(await get()).statusCode, (await get()).statusCode]).toEqual([200, 200]);
  expect(asked).toEqual([{ KeyId: KEY_ARN }, { KeyId: KEY_ARN }]);
});

test.each([
  ['no key', {}],
  ['a key that encrypts', { ...GOOD, KeyUsage: 'ENCRYPT_DECRYPT' }],
  [
    'a key of another curve',
    {
      ...GOOD,
      PublicKey: generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'der' }),
    },
  ],
  ['bytes that are no key', { ...GOOD, PublicKey: Buffer.from('key') }],
])('says that it is unavailable when KMS gives %s (C1)', async (_, answer) => {
  expect(await server(() => answer).get()).toMatchObject({ statusCode: 503 });
});

test.each([
  ['another path', eventOf('/delegation')],
  ['another method', eventOf('/delegation/jwks.json', 'POST')],
  ['no request at all', { hello: 'world' }],
  ['nothing', undefined],
])('has nothing else to serve: %s', async (_, event) => {
  const { get, asked } = server(() => GOOD);
  expect(await get(event ?? null)).toMatchObject({ statusCode: 404, body: '{"error":"not_found"}' });
  expect(asked).toEqual([]);
});
