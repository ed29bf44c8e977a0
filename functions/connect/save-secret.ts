import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Connection, ConnectRequest } from '../../shared/connect.ts';
import { SessionTag } from '../../shared/session-tags.ts';
import { orFail } from './connect-failure.ts';
import { type ConnectorLoan, type ConnectorSessionProps, connectorSession, secretName } from './connector-session.ts';

/** What is to be kept, and for whom: the verified person of the request. */
export interface SecretToSave {
  readonly request: ConnectRequest;
  readonly connection: Connection;
  readonly value: string;
}

/**
 * Keeps a person's secret.
 *
 * @throws ConnectError `secret_refused`.
 */
export type SaveSecret = (secret: SecretToSave) => Promise<void>;

export interface SaveSecretProps extends ConnectorSessionProps {
  /** A client that acts with a loan; made anew for each, like the loan. */
  readonly secretsManager: (credentials: ConnectorLoan) => Pick<SecretsManagerClient, 'send'>;
}

/**
 * Makes the writer. A new secret first: asked for one that is not there, AWS says the same as for one that is not the
 * person's, for the tag that would open it is not there either.
 */
export function secretSaver(props: SaveSecretProps): SaveSecret {
  return ({ request, connection, value }) =>
    orFail('secret_refused', async () => {
      const client = props.secretsManager(await connectorSession(request, connection, props));
      const name = secretName(connection, request);
      try {
        await client.send(createSecret(name, { request, connection, value }));
      } catch (error) {
        if (!(error instanceof ResourceExistsException)) throw error;
        await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
      }
    });
}

function createSecret(name: string, { request, connection, value }: SecretToSave): CreateSecretCommand {
  const { keyArn } = connection;
  return new CreateSecretCommand({
    Name: name,
    SecretString: value,
    Tags: [{ Key: SessionTag.caller, Value: request.caller }],
    ...(keyArn !== undefined && { KmsKeyId: keyArn }),
  });
}
