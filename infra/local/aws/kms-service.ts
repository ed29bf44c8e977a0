import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { serviceError } from './aws-refusal.ts';
import type { AwsService } from './aws-service.ts';
import { type JsonOperation, jsonService, operation } from './json-service.ts';
import type { KmsAccess } from './kms-access.ts';
import { keyIdOf, kmsDecrypt, kmsEncrypt } from './kms-cipher.ts';
import type { KmsKey } from './kms-keys.ts';
import { kmsSign, kmsVerify, signingAlgorithms } from './kms-signature.ts';

const KeyId = z.string().min(1).max(2048);
const Bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const EncryptionContext = z.record(z.string(), z.string()).default({});
const EncryptionAlgorithm = z.literal('SYMMETRIC_DEFAULT').default('SYMMETRIC_DEFAULT');
/** `DIGEST` is refused by name: node:crypto does not sign digests. */
const MessageType = z.literal('RAW').default('RAW');
const Message = Bytes.refine((bytes) => bytes.length >= 1 && bytes.length <= 4096, 'a message is 1 to 4096 bytes');
const Signing = { KeyId, Message, MessageType, SigningAlgorithm: z.string() };

const Input = {
  Encrypt: z.strictObject({ KeyId, Plaintext: Message, EncryptionContext, EncryptionAlgorithm }),
  Decrypt: z.strictObject({ KeyId: KeyId.optional(), CiphertextBlob: Bytes, EncryptionContext, EncryptionAlgorithm }),
  GenerateDataKey: z.strictObject({
    KeyId,
    EncryptionContext,
    KeySpec: z.enum(['AES_128', 'AES_256']).optional(),
    NumberOfBytes: z.int().min(1).max(1024).optional(),
  }),
  Sign: z.strictObject(Signing),
  Verify: z.strictObject({ ...Signing, Signature: Bytes }),
  GetPublicKey: z.strictObject({ KeyId }),
};

/** Key Management Service: keys of the template, with material that lives as long as this start. */
export function kmsService(access: KmsAccess): AwsService {
  return jsonService({
    signingName: 'kms',
    target: 'TrentService',
    version: '1.1',
    operations: new Map<string, JsonOperation>([
      ['Encrypt', encrypt(access)],
      ['Decrypt', decrypt(access)],
      ['GenerateDataKey', generateDataKey(access)],
      ['Sign', signMessage(access)],
      ['Verify', verifyMessage(access)],
      ['GetPublicKey', publicKey(access)],
    ]),
  });
}

function encrypt(access: KmsAccess): JsonOperation {
  return operation(Input.Encrypt, ({ KeyId, Plaintext, EncryptionContext, EncryptionAlgorithm }, request) => {
    const context = { 'kms:EncryptionAlgorithm': EncryptionAlgorithm };
    const asked = { action: 'kms:Encrypt', encryptionContext: EncryptionContext, context };
    const key = forUse(access.requireKey(request, KeyId, asked), 'ENCRYPT_DECRYPT');
    const CiphertextBlob = base64(kmsEncrypt(key, Plaintext, EncryptionContext));
    return { KeyId: key.arn, EncryptionAlgorithm, CiphertextBlob };
  });
}

function decrypt(access: KmsAccess): JsonOperation {
  return operation(Input.Decrypt, ({ KeyId, CiphertextBlob, EncryptionContext, EncryptionAlgorithm }, request) => {
    const context = { 'kms:EncryptionAlgorithm': EncryptionAlgorithm };
    const asked = { action: 'kms:Decrypt', encryptionContext: EncryptionContext, context };
    const key = forUse(access.requireKey(request, KeyId ?? keyIdOf(CiphertextBlob), asked), 'ENCRYPT_DECRYPT');
    if (key.id !== keyIdOf(CiphertextBlob)) {
      throw serviceError(
        'IncorrectKeyException',
        'The key ID in the request does not identify the key of the ciphertext',
      );
    }
    const Plaintext = base64(kmsDecrypt(key, CiphertextBlob, EncryptionContext));
    return { KeyId: key.arn, EncryptionAlgorithm, Plaintext };
  });
}

function generateDataKey(access: KmsAccess): JsonOperation {
  return operation(Input.GenerateDataKey, ({ KeyId, KeySpec, NumberOfBytes, EncryptionContext }, request) => {
    const size = NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
    if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
      throw serviceError('ValidationException', 'Please specify either number of bytes or key spec.');
    }
    const asked = { action: 'kms:GenerateDataKey', encryptionContext: EncryptionContext };
    const key = forUse(access.requireKey(request, KeyId, asked), 'ENCRYPT_DECRYPT');
    const plaintext = randomBytes(size);
    const CiphertextBlob = base64(kmsEncrypt(key, plaintext, EncryptionContext));
    return { KeyId: key.arn, CiphertextBlob, Plaintext: base64(plaintext) };
  });
}

function signMessage(access: KmsAccess): JsonOperation {
  return operation(Input.Sign, ({ KeyId, Message, MessageType, SigningAlgorithm }, request) => {
    const context = { 'kms:SigningAlgorithm': SigningAlgorithm, 'kms:MessageType': MessageType };
    const key = forUse(access.requireKey(request, KeyId, { action: 'kms:Sign', context }), 'SIGN_VERIFY');
    return { KeyId: key.arn, SigningAlgorithm, Signature: base64(kmsSign(key, SigningAlgorithm, Message)) };
  });
}

function verifyMessage(access: KmsAccess): JsonOperation {
  return operation(Input.Verify, ({ KeyId, Message, MessageType, SigningAlgorithm, Signature }, request) => {
    const context = { 'kms:SigningAlgorithm': SigningAlgorithm, 'kms:MessageType': MessageType };
    const key = forUse(access.requireKey(request, KeyId, { action: 'kms:Verify', context }), 'SIGN_VERIFY');
    if (!kmsVerify(key, SigningAlgorithm, Message, Signature)) {
      throw serviceError('KMSInvalidSignatureException', 'the signature is not of this message and key');
    }
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
  });
}

function publicKey(access: KmsAccess): JsonOperation {
  return operation(Input.GetPublicKey, ({ KeyId }, request) => {
    const key = access.requireKey(request, KeyId, { action: 'kms:GetPublicKey' });
    const { material, arn, spec, usage } = key;
    if (material.kind === 'symmetric') {
      throw serviceError('UnsupportedOperationException', `${arn} is symmetric and has no public key`);
    }
    const PublicKey = base64(material.publicKey.export({ type: 'spki', format: 'der' }));
    return { KeyId: arn, KeySpec: spec, KeyUsage: usage, PublicKey, SigningAlgorithms: signingAlgorithms(key) };
  });
}

function forUse(key: KmsKey, usage: KmsKey['usage']): KmsKey {
  if (key.usage === usage) return key;
  throw serviceError('InvalidKeyUsageException', `${key.arn} key usage is ${key.usage}, which is not valid here`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
