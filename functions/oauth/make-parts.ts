import { randomBytes, randomUUID } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FacadeEnvironment } from '../../shared/environment.ts';
import { recordWriter } from '../audit/write-record.ts';
import type { FacadeParts } from './facade-parts.ts';
import { loadScopes } from './load-scopes.ts';
import { oauthClients } from './oauth-clients.ts';
import { signInStore } from './sign-in-store.ts';
import { WEB_ACCESS } from './web-access.ts';

const now = () => new Date();

/**
 * Builds the facade's parts from its environment.
 *
 * @throws ZodError when the environment or the contracts are not what infra writes.
 */
export function makeParts(variables: NodeJS.ProcessEnv): FacadeParts {
  const environment = FacadeEnvironment.parse(variables);
  const scopes = loadScopes(environment.SCOPE_PREFIX);
  const dynamodb = new DynamoDBClient({ maxAttempts: 2 });
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const records = recordWriter({
    logs: new CloudWatchLogsClient({ maxAttempts: 2 }),
    logGroup: environment.AUDIT_LOG_GROUP,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME ?? environment.GATEWAY_NAME,
    now,
    randomUUID,
  });
  return {
    environment,
    scopes,
    ...oauthClients({
      gateway: environment.GATEWAY_NAME,
      resource: environment.RESOURCE,
      scopes: scopes.map(({ scope }) => scope),
      userPoolId: environment.USER_POOL_ID,
      stateTable: environment.STATE_TABLE,
      clients: environment.CLIENTS,
      documentHosts: environment.CLIENT_DOCUMENT_HOSTS,
      redirectHosts: environment.REGISTRATION_REDIRECT_HOSTS,
      maxAdmittedClients: environment.MAX_ADMITTED_CLIENTS,
      dynamodb,
      cognito: new CognitoIdentityProviderClient({ maxAttempts: 2 }),
      web: WEB_ACCESS,
      record: (change) => records.write(change),
      now,
      randomUUID,
      log,
    }),
    signIns: signInStore({ dynamodb, table: environment.STATE_TABLE, now }),
    fetch,
    randomToken: () => randomBytes(32).toString('base64url'),
    log,
  };
}
