import type { KMSClient } from '@aws-sdk/client-kms';
import { keyId } from '../signing/key-id.ts';
import type { AssertionClaims } from './assertion-claims.ts';
import { joseSignature } from './jose-signature.ts';

/** Signs a JWT as the gateway. @throws when the gateway has no key or KMS does not sign. */
export type SignAssertion = (claims: AssertionClaims, signal: AbortSignal) => Promise<string>;

interface AssertionSigner {
  /** Absent where no downstream takes assertions: then nothing is signed. */
  readonly keyArn: string | undefined;
  readonly makeClient?: () => Promise<Pick<KMSClient, 'send'>>;
}

/**
 * Signs with ES256 in KMS, so that no process ever holds the key. The client is loaded at the first signature.
 *
 * KMS hashes the message itself and takes 4,096 bytes: claims that are longer are refused there.
 */
export function assertionSigner({ keyArn, makeClient = regionalClient }: AssertionSigner): SignAssertion {
  let client: ReturnType<typeof makeClient> | undefined;
  return async (claims, signal) => {
    if (keyArn === undefined) throw new Error('the gateway has no key to sign with');
    const { SignCommand } = await import('@aws-sdk/client-kms');
    client ??= makeClient();
    const message = `${encode({ alg: 'ES256', typ: 'JWT', kid: keyId(keyArn) })}.${encode(claims)}`;
    const command = new SignCommand({
      KeyId: keyArn,
      Message: Buffer.from(message),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    const { Signature } = await (await client).send(command, { abortSignal: signal });
    return `${message}.${joseSignature(Signature ?? Buffer.alloc(0)).toString('base64url')}`;
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

async function regionalClient(): Promise<KMSClient> {
  const { KMSClient } = await import('@aws-sdk/client-kms');
  return new KMSClient();
}
