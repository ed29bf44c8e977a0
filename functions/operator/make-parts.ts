import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { OperatorEnvironment } from '../../shared/environment.ts';
import { recordWriter } from '../audit/write-record.ts';
import { readContractFile } from '../contracts/read-contract-file.ts';
import { sessionCutter } from './cut-sessions.ts';
import { targetFinder } from './find-target.ts';
import type { OperatorParts } from './operator-parts.ts';
import { actorProver } from './prove-actor.ts';
import { stateItems } from './state-items.ts';

const CLIENT = { maxAttempts: 2 };
const now = () => new Date();

/**
 * Builds the operator function's parts from its environment.
 *
 * @throws Error or ZodError when environment or contracts are not what infra writes.
 */
export function makeParts(environment: NodeJS.ProcessEnv): OperatorParts {
  const env = OperatorEnvironment.parse(environment);
  const { USER_POOL_ID: userPoolId, LOAN_BOUNDARY_ARN: boundaryArn } = env;
  const cognito = new CognitoIdentityProviderClient(CLIENT);
  const tools = readContractFile().tools.map(({ name }) => name);
  const items = stateItems(env.STATE_TABLE, new DynamoDBClient(CLIENT));
  return {
    gateway: env.GATEWAY_NAME,
    proveActor: actorProver({
      // Local mode leads every AWS service to its own endpoint by this variable, as the AWS SDKs know it.
      stsUrl: environment.AWS_ENDPOINT_URL ?? env.STS_URL,
      account: boundaryArn.split(':')[4] ?? '',
      fetch,
    }),
    findTarget: targetFinder({ cognito, items, tools, ...(userPoolId !== undefined && { userPoolId }) }),
    items,
    ...(userPoolId !== undefined && {
      signOut: (username: string) =>
        cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: username })),
    }),
    cutSessions: sessionCutter({ iam: new IAMClient(CLIENT), boundaryArn, now, wait }),
    writer: recordWriter({
      logs: new CloudWatchLogsClient(CLIENT),
      logGroup: env.AUDIT_LOG_GROUP,
      functionName: environment.AWS_LAMBDA_FUNCTION_NAME ?? env.GATEWAY_NAME,
      now,
      randomUUID,
    }),
    now,
    randomUUID,
    log: console.error,
  };
}
