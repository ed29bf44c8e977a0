import type { UserPoolAdmin } from '../issuer/user-pool-admin.ts';
import type { LambdaHost } from '../lambda/lambda-host.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import type { AwsService } from './aws-service.ts';
import { buckets } from './bucket.ts';
import { cognitoService } from './cognito-service.ts';
import { createTables } from './create-tables.ts';
import type { CredentialStore } from './credential-store.ts';
import type { DemoNames } from './demo-data.ts';
import { dynamoService } from './dynamodb-service.ts';
import { functionPolicies } from './function-policies.ts';
import { iamService } from './iam-service.ts';
import { kmsAccess } from './kms-access.ts';
import { kmsKeys } from './kms-keys.ts';
import { kmsService } from './kms-service.ts';
import { lambdaService } from './lambda-service.ts';
import type { LogStore } from './log-store.ts';
import { logsService } from './logs-service.ts';
import type { PolicyStore } from './policy-store.ts';
import type { RolePolicies } from './role-policies.ts';
import { s3Service } from './s3-service.ts';
import type { SecretStore } from './secret-store.ts';
import { secretsManagerService } from './secrets-manager-service.ts';
import { ssmService } from './ssm-service.ts';
import { stsService } from './sts.ts';
import { tableDefinitions } from './table-definition.ts';
import type { TableEngine } from './table-engine.ts';

/** What the services share. */
export interface AwsServicesParts {
  readonly stack: DeployedStack;
  readonly lambda: () => LambdaHost;
  readonly now: () => Date;
  readonly demoNames: DemoNames;
  readonly access: AccessControl;
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly policies: PolicyStore;
  readonly credentials: CredentialStore;
  readonly engine: TableEngine;
  readonly logs: LogStore;
  readonly secrets: SecretStore;
  /** Undefined where no issuer stands in for a user pool; nobody answers for Cognito then. */
  readonly userPool: UserPoolAdmin | undefined;
}

/** Makes every service from the template, with its demo data in. By signing name. */
export async function awsServices(parts: AwsServicesParts): Promise<ReadonlyMap<string, AwsService>> {
  const { stack, lambda, now, demoNames, access, roles, policies, credentials, engine, logs, secrets, userPool } =
    parts;
  const { account, region } = stack;
  const keys = kmsAccess({ account, region, access, keys: kmsKeys(stack) });
  const tables = tableDefinitions(stack);
  await createTables(tables.values(), engine, demoNames);
  const services = [
    stsService({ access, roles, credentials }),
    iamService({ access, policies }),
    lambdaService({ stack, access, policies: functionPolicies(stack), host: lambda }),
    dynamoService({ stack, access, keys, tables, engine }),
    s3Service({ access, keys, buckets: buckets(stack, demoNames, now()), account, now }),
    secretsManagerService({ account, region, access, keys, secrets, now }),
    kmsService(keys),
    logsService({ stack, access, store: logs, now }),
    ssmService({ stack, access, startedAt: now() }),
    ...(userPool === undefined ? [] : [cognitoService({ account, region, access, userPool, now })]),
  ];
  return new Map(services.map((service) => [service.signingName, service]));
}
