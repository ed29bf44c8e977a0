import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Reads the secret of the gateway's client at an issuer. @throws when AWS refuses or it is no text. */
export type ReadClientSecret = (secretArn: string, signal: AbortSignal) => Promise<string>;

/** With the gateway's own role, anew for every exchange: a rotated secret is used at once, and none is kept (H2). */
export function clientSecretReader(
  makeClient: () => Promise<Pick<SecretsManagerClient, 'send'>> = regionalClient,
): ReadClientSecret {
  let client: ReturnType<typeof makeClient> | undefined;
  return async (secretArn, signal) => {
    const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    client ??= makeClient();
    const command = new GetSecretValueCommand({ SecretId: secretArn, VersionStage: 'AWSCURRENT' });
    const { SecretString = '' } = await (await client).send(command, { abortSignal: signal });
    if (SecretString === '') throw new Error("the client's secret has no text");
    return SecretString;
  };
}

async function regionalClient(): Promise<SecretsManagerClient> {
  const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  return new SecretsManagerClient();
}
