import { createHash } from 'node:crypto';

/**
 * The `kid` of a key of KMS, in assertions and in the key set alike: a digest, because the ARN names an account and is
 * nobody's business (A10). A new key has a new ARN and so a new `kid`.
 */
export function keyId(keyArn: string): string {
  return createHash('sha256').update(keyArn).digest('base64url');
}
