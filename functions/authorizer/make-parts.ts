import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AuthorizerEnvironment } from '../../shared/environment.ts';
import { recordWriter } from '../audit/write-record.ts';
import { readContractFile } from '../contracts/read-contract-file.ts';
import { loadPolicies } from '../policy/load-policies.ts';
import type { AuthorizerParts } from './authorizer-parts.ts';
import { stopChecker } from './check-stops.ts';
import { fetchKeys } from './fetch-keys.ts';
import { issuerKeys } from './issuer-keys.ts';
import { stateReader } from './read-state.ts';
import { refusalRecorder } from './record-refusal.ts';
import { tokenVerifier } from './verify-token.ts';

const now = () => new Date();

/**
 * Builds the authorizer's parts from its environment.
 *
 * @throws ZodError when the environment or the contracts are not what infra writes.
 */
export function makeParts(environment: NodeJS.ProcessEnv): AuthorizerParts {
  const env = AuthorizerEnvironment.parse(environment);
  const writer = recordWriter({
    logs: new CloudWatchLogsClient({ maxAttempts: 2 }),
    logGroup: env.AUDIT_LOG_GROUP,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME ?? env.GATEWAY_NAME,
    now,
    randomUUID,
  });
  const contracts = readContractFile();
  return {
    resource: env.RESOURCE,
    scopePrefix: env.SCOPE_PREFIX,
    contracts,
    policies: loadPolicies(contracts),
    recordRefusal: refusalRecorder({ writer, gateway: env.GATEWAY_NAME, now, randomUUID }),
    verifyToken: tokenVerifier({
      issuer: env.ISSUER,
      jwksUri: env.JWKS_URI,
      keys: issuerKeys({ fetchKeys, now }),
      rules: {
        resource: env.RESOURCE,
        audienceRule: env.AUDIENCE_RULE,
        allowedClients: env.ALLOWED_CLIENTS,
        machineClients: env.MACHINE_CLIENTS,
        claimNames: env.CLAIM_NAMES,
        scopePrefix: env.SCOPE_PREFIX,
        maxLifeSeconds: env.MAX_TOKEN_LIFE_SECONDS,
      },
      now,
    }),
    checkStops: stopChecker(stateReader({ dynamodb: new DynamoDBClient({ maxAttempts: 2 }), table: env.STATE_TABLE })),
    log: console.error,
  };
}
