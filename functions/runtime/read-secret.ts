import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LentCredentials } from './lent-credentials.ts';

/** With what a secret is read, and until when. */
export interface SecretReading {
  /** Lent for the call in hand: the function's own role can read no secret (H2). */
  readonly credentials: LentCredentials;
  readonly signal: AbortSignal;
}

/**
 * Reads the value a secret has now.
 *
 * @throws Error when AWS refuses, the signal aborts, or the value is bytes instead of text.
 */
export async function readSecret(secretId: string, { credentials, signal }: SecretReading): Promise<string> {
  const client = new SecretsManagerClient({ credentials });
  const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' });
  const { SecretString } = await client.send(command, { abortSignal: signal });
  if (SecretString === undefined) throw new Error('a secret of bytes: keep it as text');
  return SecretString;
}
