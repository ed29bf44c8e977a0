import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { keyId } from '../signing/key-id.ts';
import type { DelegationParts } from './delegation-parts.ts';

/** The public half of a key of P-256, and no member more. */
const PublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });

export interface ServedKey extends z.infer<typeof PublicKey> {
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/**
 * Reads the gateway's public key from KMS as a JWK (RFC 7517).
 *
 * @throws Error when KMS refuses or the key does not sign with ES256.
 */
export async function publicKey({ kms, keyArn }: Pick<DelegationParts, 'kms' | 'keyArn'>): Promise<ServedKey> {
  const { PublicKey: der, KeyUsage } = await kms.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  if (!der || KeyUsage !== 'SIGN_VERIFY') throw new Error('the key does not sign');
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  return { ...PublicKey.parse(key.export({ format: 'jwk' })), kid: keyId(keyArn), alg: 'ES256', use: 'sig' };
}
