import { beforeAll, expect, test, vi } from 'vitest';
import { asJwks, sign, type TestIssuer, testIssuer, verifierOf } from './token-fixture.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});

function clock() {
  let offset = 0;
  return { now: () => new Date(Date.now() + offset), pass: (ms: number) => (offset += ms) };
}

const UNREACHABLE = expect.objectContaining({ refusal: { reason: 'keys_unreachable' } });

test('a flood of unknown key ids causes one fetch per window (B2)', async () => {
  const fetchKeys = vi.fn(async () => issuer.jwks);
  const { now, pass } = clock();
  const verify = verifierOf(issuer, {}, fetchKeys, now);
  await verify(await sign(issuer));
  pass(10_001);
  const tokens = await Promise.all(Array.from({ length: 50 }, (_, n) => sign(issuer, {}, { kid: `unknown-${n}` })));
  await Promise.allSettled(tokens.map(verify));
  for (const token of tokens) await expect(verify(token)).rejects.toThrow();
  expect(fetchKeys).toHaveBeenCalledTimes(2);
});

test('known keys keep working during such a flood (B2)', async () => {
  const verify = verifierOf(issuer);
  await expect(verify(await sign(issuer, {}, { kid: 'unknown' }))).rejects.toThrow();
  await expect(verify(await sign(issuer))).resolves.toBeDefined();
});

test('a rotated key works once the window has passed (B2)', async () => {
  const next = await testIssuer();
  const renamed = asJwks({ keys: next.jwks.keys.map((key) => ({ ...key, kid: `new-${key.kid}` })) });
  let jwks = issuer.jwks;
  const { now, pass } = clock();
  const verify = verifierOf(issuer, {}, async () => jwks, now);
  await verify(await sign(issuer));
  jwks = renamed;
  pass(10_001);
  await expect(verify(await sign(next, {}, { kid: 'new-rsa' }))).resolves.toBeDefined();
});

test('a key the issuer withdrew or replaced under its id stops working within the hour (B2)', async () => {
  const next = await testIssuer();
  let jwks = issuer.jwks;
  const { now, pass } = clock();
  const verify = verifierOf(issuer, { maxLifeSeconds: 10_000 }, async () => jwks, now);
  const long = { exp: Math.floor(Date.now() / 1000) + 7200 };
  await verify(await sign(issuer, long));
  jwks = next.jwks;
  pass(3_600_001);
  await expect(verify(await sign(issuer, long))).rejects.toMatchObject({ refusal: { fault: 'signature' } });
  await expect(verify(await sign(next, long))).resolves.toBeDefined();
});

test('refuses everything while the keys cannot be read, and fetches at most once a second (B2)', async () => {
  const fetchKeys = vi.fn(async () => Promise.reject(new Error('down')));
  const verify = verifierOf(issuer, {}, fetchKeys);
  for (let n = 0; n < 20; n += 1) await expect(verify(await sign(issuer))).rejects.toEqual(UNREACHABLE);
  expect(fetchKeys.mock.calls.length).toBeLessThanOrEqual(2);
});

test('recovers when the keys can be read again (B2)', async () => {
  const { now, pass } = clock();
  const fetchKeys = vi.fn(async () => issuer.jwks).mockRejectedValueOnce(new Error('down'));
  const verify = verifierOf(issuer, {}, fetchKeys, now);
  await expect(verify(await sign(issuer))).rejects.toEqual(UNREACHABLE);
  pass(1_001);
  await expect(verify(await sign(issuer))).resolves.toBeDefined();
});

test('refuses rather than trust keys that are too old to know (B2)', async () => {
  const { now, pass } = clock();
  const fetchKeys = vi
    .fn(async () => issuer.jwks)
    .mockResolvedValueOnce(issuer.jwks)
    .mockRejectedValue(new Error('down'));
  const verify = verifierOf(issuer, { maxLifeSeconds: 10_000 }, fetchKeys, now);
  const token = await sign(issuer, { exp: Math.floor(Date.now() / 1000) + 7200 });
  await verify(token);
  pass(3_600_001);
  await expect(verify(token)).rejects.toEqual(UNREACHABLE);
});

test('fetches once for calls that come at the same time (B2)', async () => {
  const fetchKeys = vi.fn(async () => issuer.jwks);
  const verify = verifierOf(issuer, {}, fetchKeys);
  const token = await sign(issuer);
  await Promise.all(Array.from({ length: 20 }, () => verify(token)));
  expect(fetchKeys).toHaveBeenCalledTimes(1);
});

test('a token of another issuer causes no fetch at all (B2)', async () => {
  const fetchKeys = vi.fn(async () => issuer.jwks);
  await expect(verifierOf(issuer, {}, fetchKeys)(await sign(issuer, { iss: 'https://x.example' }))).rejects.toThrow();
  expect(fetchKeys).not.toHaveBeenCalled();
});
