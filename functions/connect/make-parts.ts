import { randomBytes, randomUUID } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { ConnectEnvironment } from '../../shared/environment.ts';
import { recordWriter } from '../audit/write-record.ts';
import type { ConnectParts } from './connect-parts.ts';
import { connectStore } from './connect-store.ts';
import { changeRecorder } from './record-change.ts';
import { secretSaver } from './save-secret.ts';
import { signInIssuer } from './sign-in-issuer.ts';

const now = () => new Date();

/**
 * Builds the page's parts from its environment.
 *
 * @throws ZodError when the environment is not what infra writes.
 */
export function makeParts(variables: NodeJS.ProcessEnv): ConnectParts {
  const environment = ConnectEnvironment.parse(variables);
  const records = recordWriter({
    logs: new CloudWatchLogsClient({ maxAttempts: 2 }),
    logGroup: environment.AUDIT_LOG_GROUP,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME ?? environment.GATEWAY_NAME,
    now,
    randomUUID,
  });
  return {
    environment,
    store: connectStore({
      dynamodb: new DynamoDBClient({ maxAttempts: 2 }),
      table: environment.STATE_TABLE,
      now,
    }),
    issuer: signInIssuer({ environment, fetch }),
    saveSecret: secretSaver({
      sts: new STSClient({ maxAttempts: 2 }),
      roleArn: environment.CONNECTOR_ROLE_ARN,
      region: variables.AWS_REGION ?? '',
      secretsManager: (credentials) => new SecretsManagerClient({ maxAttempts: 2, credentials }),
    }),
    record: changeRecorder({
      write: (record) => records.write(record),
      gateway: environment.GATEWAY_NAME,
      now,
      randomUUID,
    }),
    randomToken: () => randomBytes(32).toString('base64url'),
    log: (line) => void process.stderr.write(`${line}\n`),
  };
}
