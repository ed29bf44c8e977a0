import { createPublicKey, verify } from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, DATA_KEY, policy, SIGNING_KEY, supportDeskStack } from './support-desk-stack.ts';

let fixture: EndpointFixture;
let kms: KMSClient;
async function start(stack?: DeployedStack): Promise<void> {
  fixture = await startFixture(stack);
  kms = new KMSClient(clientFor(fixture.endpoint, await borrow(fixture.endpoint, 'alice-id')));
}
beforeEach(() => start());
afterEach(() => fixture.endpoint.close());

const text = Buffer.from('a secret');
const EncryptionContext = { purpose: 'test', caller: 'alice-id' };

describe('a symmetric key', () => {
  test('decrypts what it encrypted, in the same context only', async () => {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: DATA_KEY, Plaintext: text, EncryptionContext }),
    );
    expect(Buffer.from(CiphertextBlob ?? []).includes(text)).toBe(false);
    const reordered = { caller: 'alice-id', purpose: 'test' };
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
    expect(Buffer.from(Plaintext ?? [])).toEqual(text);
    const other = new DecryptCommand({ CiphertextBlob, EncryptionContext: { ...EncryptionContext, caller: 'bob-id' } });
    await expect(kms.send(other)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  test('refuses a ciphertext that was changed', async () => {
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: DATA_KEY, Plaintext: text }));
    const changed = Buffer.from(CiphertextBlob ?? []);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    const asked = kms.send(new DecryptCommand({ KeyId: DATA_KEY, CiphertextBlob: changed }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  test('makes data keys that only it can open', async () => {
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId: DATA_KEY, KeySpec: 'AES_256' }));
    expect(made.Plaintext).toHaveLength(32);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  });

  test('is another one in every start', async () => {
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: DATA_KEY, Plaintext: text }));
    await fixture.endpoint.close();
    await start();
    const asked = kms.send(new DecryptCommand({ KeyId: DATA_KEY, CiphertextBlob }));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });
});

describe('a signing key', () => {
  const SigningAlgorithm = 'ECDSA_SHA_256';

  test('signs what its public key verifies, here and elsewhere', async () => {
    const asked = { KeyId: SIGNING_KEY, Message: text, SigningAlgorithm } as const;
    const { Signature = new Uint8Array() } = await kms.send(new SignCommand(asked));
    await expect(kms.send(new VerifyCommand({ ...asked, Signature }))).resolves.toMatchObject({ SignatureValid: true });
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: SIGNING_KEY }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    expect(verify('sha256', text, key, Signature)).toBe(true);
    const forged = new VerifyCommand({ ...asked, Message: Buffer.from('b'), Signature });
    await expect(kms.send(forged)).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
  });

  test('does not sign with an algorithm of other keys, and digests are refused by name', async () => {
    const other = new SignCommand({ KeyId: SIGNING_KEY, Message: text, SigningAlgorithm: 'RSASSA_PSS_SHA_256' });
    await expect(kms.send(other)).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
    const digest = new SignCommand({ KeyId: SIGNING_KEY, Message: text, MessageType: 'DIGEST', SigningAlgorithm });
    await expect(kms.send(digest)).rejects.toThrow(/MessageType/);
  });
});

describe('refuses', () => {
  const denied = { name: 'AccessDeniedException' };

  test('an action the caller’s policies do not have', async () => {
    await expect(
      kms.send(new SignCommand({ KeyId: DATA_KEY, Message: text, SigningAlgorithm: 'ECDSA_SHA_256' })),
    ).rejects.toMatchObject(denied);
    await expect(
      kms.send(new EncryptCommand({ KeyId: `${DATA_KEY}-not-there`, Plaintext: text })),
    ).rejects.toMatchObject(denied);
  });

  test('everybody whom the key policy does not allow, whatever their own policies say', async () => {
    await fixture.endpoint.close();
    const closed = policy({ Effect: 'Allow', Action: 'kms:DescribeKey', Principal: { AWS: ACCOUNT }, Resource: '*' });
    const shut = (all: ReturnType<typeof supportDeskStack>['resources']) =>
      all.map((one) => (one.arn === DATA_KEY ? { ...one, properties: { ...one.properties, KeyPolicy: closed } } : one));
    await start(supportDeskStack(shut));
    await expect(kms.send(new EncryptCommand({ KeyId: DATA_KEY, Plaintext: text }))).rejects.toMatchObject(denied);
  });

  test('operations it does not serve', async () => {
    await expect(kms.send(new CreateKeyCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
