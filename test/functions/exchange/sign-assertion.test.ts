import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { assertionClaims } from '../../../functions/exchange/assertion-claims.ts';
import { assertionSigner } from '../../../functions/exchange/sign-assertion.ts';
import { keyId } from '../../../functions/signing/key-id.ts';
import { fakeKms, KEY_ARN, NOW } from './fixture/test-issuer.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const SIGNAL = new AbortController().signal;
const CLAIMS = assertionClaims(
  { issuer: 'a', subject: 'b', audience: 'https://c' },
  { now: () => NOW, randomUUID: () => 'id' },
);

test('signs with ES256 in KMS, under the id that the key set has (B9)', async () => {
  const sent: object[] = [];
  const sign = assertionSigner({ keyArn: KEY_ARN, makeClient: async () => fakeKms(privateKey, sent) });
  const token = await sign(CLAIMS, SIGNAL);
  expect((await jwtVerify(token, publicKey, { currentDate: NOW })).payload).toEqual(CLAIMS);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT', kid: keyId(KEY_ARN) });
  expect(sent).toEqual([
    {
      KeyId: KEY_ARN,
      Message: Buffer.from(token.slice(0, token.lastIndexOf('.'))),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    },
  ]);
});

test('an assertion shows no ARN (A10)', async () => {
  const sign = assertionSigner({ keyArn: KEY_ARN, makeClient: async () => fakeKms(privateKey) });
  const [header = ''] = (await sign(CLAIMS, SIGNAL)).split('.');
  expect(Buffer.from(header, 'base64url').toString()).not.toMatch(/arn|111122223333/);
});

test('signs nothing where the gateway has no key, or KMS gives no signature (C1)', async () => {
  await expect(assertionSigner({ keyArn: undefined })(CLAIMS, SIGNAL)).rejects.toThrow('no key to sign with');
  const empty = { send: async () => ({}) };
  const sign = assertionSigner({ keyArn: KEY_ARN, makeClient: async () => empty });
  await expect(sign(CLAIMS, SIGNAL)).rejects.toThrow('no DER signature');
});

test('one client serves all signatures', async () => {
  let clients = 0;
  const makeClient = async () => {
    clients += 1;
    return fakeKms(privateKey);
  };
  const sign = assertionSigner({ keyArn: KEY_ARN, makeClient });
  await Promise.all([sign(CLAIMS, SIGNAL), sign(CLAIMS, SIGNAL)]);
  expect(clients).toBe(1);
});
