import { constants, sign, verify } from 'node:crypto';
import { serviceError } from './aws-refusal.ts';
import type { KeyMaterial, KmsKey } from './kms-keys.ts';

/** How one algorithm of KMS is done by node:crypto. */
interface SignatureScheme {
  readonly hash: string;
  readonly kind: KeyMaterial['kind'];
  readonly options: { readonly padding?: number; readonly saltLength?: number };
}

/** Signs a message, not a digest: node:crypto cannot sign digests, so `MessageType: DIGEST` is refused before. */
export function kmsSign(key: KmsKey, algorithm: string, message: Uint8Array): Uint8Array {
  const { hash, options, material } = schemeFor(key, algorithm);
  return sign(hash, message, { key: material.privateKey, ...options });
}

/** Whether a signature is good. */
export function kmsVerify(key: KmsKey, algorithm: string, message: Uint8Array, signature: Uint8Array): boolean {
  const { hash, options, material } = schemeFor(key, algorithm);
  return verify(hash, message, { key: material.publicKey, ...options }, signature);
}

/** Algorithms KMS offers for a key. */
export function signingAlgorithms({ material, spec }: KmsKey): readonly string[] {
  if (material.kind === 'rsa') {
    return ['SHA_256', 'SHA_384', 'SHA_512'].flatMap((h) => [`RSASSA_PKCS1_V1_5_${h}`, `RSASSA_PSS_${h}`]);
  }
  if (material.kind === 'ec') return [`ECDSA_SHA_${spec.endsWith('521') ? '512' : spec.slice(-3)}`];
  return [];
}

function schemeFor(key: KmsKey, algorithm: string) {
  const { material } = key;
  const scheme = schemeOf(algorithm);
  if (material.kind === 'symmetric' || material.kind !== scheme?.kind || !signingAlgorithms(key).includes(algorithm)) {
    throw serviceError('InvalidKeyUsageException', `the key does not sign with ${algorithm}`);
  }
  return { ...scheme, material };
}

function schemeOf(algorithm: string): SignatureScheme | undefined {
  const [, family, bits] = /^(ECDSA|RSASSA_PSS|RSASSA_PKCS1_V1_5)_SHA_(256|384|512)$/.exec(algorithm) ?? [];
  const hash = `sha${bits}`;
  switch (family) {
    case 'ECDSA':
      return { hash, kind: 'ec', options: {} };
    case 'RSASSA_PSS':
      return {
        hash,
        kind: 'rsa',
        options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      };
    case 'RSASSA_PKCS1_V1_5':
      return { hash, kind: 'rsa', options: { padding: constants.RSA_PKCS1_PADDING } };
    default:
      return undefined;
  }
}
