import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { serviceError } from './aws-refusal.ts';
import type { KmsKey } from './kms-keys.ts';

/** Encryption context: authenticated with the text, not stored in it. */
export type EncryptionContext = { readonly [name: string]: string };

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with a symmetric key (AES-256-GCM): one length byte, key id, IV, tag, text. */
export function kmsEncrypt(key: KmsKey, plaintext: Uint8Array, context: EncryptionContext): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), iv).setAAD(contextBytes(context));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const id = Buffer.from(key.id);
  return Buffer.concat([Buffer.from([id.length]), id, iv, cipher.getAuthTag(), text]);
}

/** Id of the key a ciphertext was made with. */
export function keyIdOf(ciphertext: Uint8Array): string {
  return Buffer.from(ciphertext.subarray(1, 1 + (ciphertext[0] ?? 0))).toString('utf8');
}

/** @throws AwsError `InvalidCiphertextException` when text, key or context are not those of the encryption. */
export function kmsDecrypt(key: KmsKey, ciphertext: Uint8Array, context: EncryptionContext): Uint8Array {
  const from = 1 + (ciphertext[0] ?? 0);
  const ivEnd = from + IV_BYTES;
  const tagEnd = ivEnd + TAG_BYTES;
  if (ciphertext.length < tagEnd) throw invalidCiphertext();
  try {
    const decipher = createDecipheriv('aes-256-gcm', secretOf(key), ciphertext.subarray(from, ivEnd), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(contextBytes(context)).setAuthTag(ciphertext.subarray(ivEnd, tagEnd));
    return Buffer.concat([decipher.update(ciphertext.subarray(tagEnd)), decipher.final()]);
  } catch (cause) {
    throw invalidCiphertext(cause);
  }
}

function secretOf({ material, spec }: KmsKey): Uint8Array {
  if (material.kind === 'symmetric') return material.secret;
  throw serviceError('InvalidKeyUsageException', `local mode does not encrypt with keys of the spec ${spec}`);
}

/** The same bytes for the same pairs in any order. */
function contextBytes(context: EncryptionContext): Uint8Array {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

function invalidCiphertext(cause?: unknown) {
  const error = serviceError('InvalidCiphertextException', 'the ciphertext, its key or its context do not match');
  error.cause = cause;
  return error;
}
