import { exportSPKI, generateKeyPair, importJWK } from 'jose';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { TokenFault } from '../../../functions/authorizer/refusal.ts';
import {
  asJwks,
  askGate,
  forge,
  goodClaims,
  RESOURCE,
  refusal,
  SCOPE_PREFIX,
  seconds,
  sign,
  type TestIssuer,
  testIssuer,
  verifierOf,
} from './token-fixture.ts';

const NOW = seconds();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});

async function expectFault(token: string, fault: TokenFault): Promise<void> {
  await expect(askGate(issuer, token)).rejects.toEqual(refusal(fault));
}

describe('a good token', () => {
  test('of a person names the person and the scopes of this gateway only (B1)', async () => {
    const { caller, scopes } = await verifierOf(issuer)(await sign(issuer));
    expect(caller).toMatchObject({ id: '0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e', kind: 'person', username: 'alice' });
    expect(scopes).toEqual(['orders.read']);
  });

  test('may be signed with ES256 and be typed at+jwt in place of token_use (B1)', async () => {
    const token = await sign(issuer, { token_use: undefined }, { alg: 'ES256', kid: 'ec', typ: 'at+jwt' }, issuer.ec);
    await expect(verifierOf(issuer)(token)).resolves.toMatchObject({ scopes: ['orders.read'] });
  });

  test('may name this resource among others (RS3)', async () => {
    const token = await sign(issuer, { aud: ['https://other.example.com', RESOURCE] });
    await expect(verifierOf(issuer)(token)).resolves.toBeDefined();
  });
});

describe('claims, each wrong in turn', () => {
  const wrong: [sentence: string, changes: () => Record<string, unknown>, fault: TokenFault][] = [
    ['refuses a token that expired one second ago (B1)', () => ({ exp: seconds() - 1 }), 'expired'],
    ['refuses a token without expiry (B1)', () => ({ exp: undefined }), 'claims'],
    ['refuses a token without issue time (B6)', () => ({ iat: undefined }), 'claims'],
    ['refuses a token that is not valid yet (B1)', () => ({ nbf: seconds() + 3 }), 'not_yet_valid'],
    [
      'refuses a token issued in the future (B1)',
      () => ({ iat: seconds() + 9, exp: seconds() + 60 }),
      'issued_in_future',
    ],
    ['refuses a token that lives an hour (B6)', () => ({ exp: seconds() + 3590 }), 'life_too_long'],
    ['refuses a token that lives one second too long (B6)', () => ({ iat: NOW - 1, exp: NOW + 300 }), 'life_too_long'],
    ['refuses an ID token (B1)', () => ({ token_use: 'id', aud: RESOURCE }), 'not_access_token'],
    ['refuses a token that does not say what it is (B1)', () => ({ token_use: undefined }), 'not_access_token'],
    ['refuses a token of another app client of the same pool (B1)', () => ({ client_id: 'other' }), 'client'],
    ['refuses a token without a client (B1)', () => ({ client_id: undefined }), 'client'],
    [
      'refuses a token of another pool (B1)',
      () => ({ iss: String(goodClaims().iss).replace('Example', 'Other') }),
      'issuer',
    ],
    [
      'refuses a token of another region’s issuer (B1)',
      () => ({ iss: String(goodClaims().iss).replaceAll('central', 'west') }),
      'issuer',
    ],
    ['refuses a token for another resource (RS3)', () => ({ aud: 'https://other.example.com/mcp' }), 'audience'],
    ['refuses a token for a longer URL that starts like ours (RS3)', () => ({ aud: `${RESOURCE}/other` }), 'audience'],
    ['refuses a token without an audience (RS3)', () => ({ aud: undefined }), 'audience'],
    ['refuses groups that are not a list (B1)', () => ({ 'cognito:groups': 'support' }), 'claims'],
  ];
  test.each(wrong)('%s', async (_, changes, fault) => {
    await expectFault(await sign(issuer, changes()), fault);
  });

  test('refuses a token of ID type even where it says token_use access and at+jwt disagree (B1)', async () => {
    await expectFault(await sign(issuer, { token_use: 'id' }, { typ: 'at+jwt' }), 'not_access_token');
  });
});

test('refuses a token in the very second it expires (B1)', async () => {
  const now = new Date('2026-11-23T08:00:00.000Z');
  vi.useFakeTimers({ toFake: ['Date'], now });
  const expiring = await sign(issuer, { exp: seconds(), iat: seconds() - 100 });
  const living = await sign(issuer, { exp: seconds() + 1, iat: seconds() - 100 });
  await expectFault(expiring, 'expired');
  await expect(verifierOf(issuer)(living)).resolves.toBeDefined();
  vi.useRealTimers();
});

describe('headers and signatures', () => {
  test('refuses alg none, with and without a signature (B1)', async () => {
    const token = forge({ alg: 'none', kid: 'rsa' }, goodClaims());
    await expectFault(token, 'algorithm');
    await expectFault(token.replace(/[^.]*$/, ''), 'malformed');
  });

  test('refuses HS256 signed with the public key as the secret (B1)', async () => {
    const [jwk] = issuer.jwks.keys;
    const key = await importJWK({ ...jwk }, 'RS256', { extractable: true });
    if (key instanceof Uint8Array) throw new Error('expected a public key');
    await expectFault(forge({ alg: 'HS256', kid: 'rsa' }, goodClaims(), await exportSPKI(key)), 'algorithm');
  });

  test.each(['PS256', 'EdDSA', 'ES256K', 'rs256', 'toString', '__proto__'])(
    'refuses the algorithm %s (B1)',
    async (alg) => {
      await expectFault(forge({ alg, kid: 'rsa' }, goodClaims()), 'algorithm');
    },
  );

  test.each([
    ['jwk', { kty: 'RSA' }],
    ['jku', 'https://attacker.example/jwks.json'],
    ['x5u', 'https://attacker.example/cert.pem'],
    ['x5c', ['MIIB']],
    ['crit', ['exp']],
    ['b64', false],
    ['zip', 'DEF'],
  ])('refuses the header field %s, though key and signature are good (B1)', async (field, value) => {
    await expectFault(forge({ alg: 'RS256', kid: 'rsa', [field]: value }, goodClaims()), 'header_field');
  });

  test('refuses an embedded key that signed the token itself (B1)', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await expectFault(await sign(issuer, {}, { jwk: { kty: 'RSA' } }, privateKey), 'header_field');
  });

  test('refuses a key of another issuer under a known key id (B1)', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await expectFault(await sign(issuer, {}, {}, privateKey), 'signature');
  });

  test.each(['unknown', '../../etc/passwd', "' OR 1=1 --", '__proto__'])('refuses the key id %s (B1)', async (kid) => {
    await expectFault(await sign(issuer, {}, { kid }), 'key_unknown');
  });

  test('refuses a token without a key id (B1)', async () => {
    await expectFault(forge({ alg: 'RS256' }, goodClaims()), 'key_unknown');
  });

  test('refuses an empty key id, even where the issuer has a key of that name (B1)', async () => {
    const [jwk] = issuer.jwks.keys;
    const verify = verifierOf({ jwks: asJwks({ keys: [{ ...jwk, kid: '' }] }) });
    await expect(verify(await sign(issuer, {}, { kid: '' }))).rejects.toEqual(refusal('key_unknown'));
  });

  test('refuses an algorithm that does not fit the kind of key (B1)', async () => {
    await expectFault(await sign(issuer, {}, { kid: 'ec' }), 'key_unfit');
  });

  test('refuses an RSA key of the issuer that is too short (B1)', async () => {
    const weak = { kty: 'RSA', kid: 'rsa', e: 'AQAB', n: Buffer.alloc(128, 255).toString('base64url') };
    const verify = verifierOf({ jwks: asJwks({ keys: [weak] }) });
    await expect(verify(await sign(issuer))).rejects.toEqual(refusal('key_unfit'));
  });

  test('refuses another type of token, such as a DPoP proof (B1)', async () => {
    await expectFault(await sign(issuer, {}, { typ: 'dpop+jwt' }), 'type');
  });

  test('refuses a payload changed after signing (B1)', async () => {
    const [header, , signature] = (await sign(issuer)).split('.');
    const claims = Buffer.from(JSON.stringify({ ...goodClaims(), sub: 'bob' })).toString('base64url');
    await expectFault(`${header}.${claims}.${signature}`, 'signature');
  });

  test.each(['', 'a.b', 'a.b.c.d', 'not a token', `${'A'.repeat(40)}.e30.e30`])(
    'refuses %j as malformed (B1)',
    async (text) => {
      await expectFault(text, 'malformed');
    },
  );

  test('keeps what the token holds out of the error and its cause (B8)', async () => {
    const marker = 'marker-4711';
    const token = await sign(issuer, { client_id: marker, exp: marker });
    const error: unknown = await verifierOf(issuer)(token).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error) + String(error) + String(error instanceof Error && error.cause)).not.toContain(marker);
  });
});

describe('where the issuer binds no resource', () => {
  const rules = { audienceRule: 'client-and-scope' } as const;

  test('accepts an allowed client with a scope of this gateway (RS3)', async () => {
    await expect(verifierOf(issuer, rules)(await sign(issuer, { aud: undefined }))).resolves.toBeDefined();
  });

  test('refuses a token without a scope of this gateway (RS3)', async () => {
    const token = await sign(issuer, { aud: undefined, scope: 'openid https://other.example.com/orders.read' });
    await expect(verifierOf(issuer, rules)(token)).rejects.toEqual(refusal('scope'));
  });

  test('refuses another client, whatever its scopes (RS3)', async () => {
    const token = await sign(issuer, { aud: undefined, client_id: 'other' });
    await expect(askGate(issuer, token, rules)).rejects.toEqual(refusal('client'));
  });

  test('refuses a token that names another resource (RS3)', async () => {
    const token = await sign(issuer, { aud: 'https://other.example.com/mcp' });
    await expect(verifierOf(issuer, rules)(token)).rejects.toEqual(refusal('audience'));
  });

  test.each([
    ['the client of a good token', {}],
    ['no client', { client_id: undefined }],
  ])('refuses %s when no client is allowed (C1)', async (_, changes) => {
    const token = await sign(issuer, { ...changes, aud: undefined });
    await expect(askGate(issuer, token, { ...rules, allowedClients: [] })).rejects.toEqual(refusal('client'));
  });
});

test('a scope outside the prefix is never a scope of this gateway (C6)', async () => {
  const { scopes } = await verifierOf(issuer)(
    await sign(issuer, { scope: `x${SCOPE_PREFIX}a orders.read * ${SCOPE_PREFIX}b` }),
  );
  expect(scopes).toEqual(['b']);
});
