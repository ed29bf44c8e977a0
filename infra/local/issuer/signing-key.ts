import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod';

const RsaPrivateJwk = z.object({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

/** A private RSA key as JWK. Never written anywhere. */
export type SigningKey = z.infer<typeof RsaPrivateJwk> & {
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
};

/** Makes the key of one run: tokens of an earlier run, or of another machine, cannot pass. */
export async function freshSigningKey(randomBytes: (size: number) => Buffer): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = RsaPrivateJwk.parse(privateKey.export({ format: 'jwk' }));
  return { ...jwk, kid: randomBytes(16).toString('base64url'), alg: 'RS256', use: 'sig' };
}
