import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import type { DecisionReport } from '../../../../infra/local/aws/access-control.ts';
import type { AwsCredentials } from '../../../../infra/local/aws/aws-credentials.ts';
import { type LocalAwsEndpoint, startAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import type { LambdaHost } from '../../../../infra/local/lambda/lambda-host.ts';
import type { DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import { CALLER_ROLE, REGION, supportDeskStack } from './support-desk-stack.ts';

/** A running endpoint with what tests look at. */
export interface EndpointFixture {
  readonly endpoint: LocalAwsEndpoint;
  readonly decisions: DecisionReport[];
  readonly faults: unknown[];
  /** Moves the endpoint's clock forward, in milliseconds. */
  advance(milliseconds: number): void;
}

export async function startFixture(
  stack: DeployedStack = supportDeskStack(),
  host?: LambdaHost,
): Promise<EndpointFixture> {
  const decisions: DecisionReport[] = [];
  const faults: unknown[] = [];
  let offset = 0;
  const endpoint = await startAwsEndpoint({
    stack,
    lambda: () => {
      if (host === undefined) throw new Error('this test has no Lambda host');
      return host;
    },
    now: () => new Date(Date.now() + offset),
    onDecision: (report) => decisions.push(report),
    onFault: (error) => faults.push(error),
    demoNames: { alice: 'alice-id', bob: 'bob-id' },
  });
  const advance = (milliseconds: number) => {
    offset += milliseconds;
  };
  return { endpoint, decisions, faults, advance };
}

/** Client settings for an SDK client that does not retry. */
export function clientFor(endpoint: LocalAwsEndpoint, credentials: AwsCredentials) {
  return { endpoint: endpoint.url, region: REGION, credentials, maxAttempts: 1 };
}

/** Borrows the caller role for one person, as the gateway does. */
export async function borrow(
  endpoint: LocalAwsEndpoint,
  caller: string,
  change: Partial<AssumeRoleCommandInput> = {},
  lender: AwsCredentials = endpoint.credentialsForFunction('mcp-gateway'),
): Promise<AwsCredentials> {
  const sts = new STSClient(clientFor(endpoint, lender));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: CALLER_ROLE,
      RoleSessionName: caller,
      SourceIdentity: caller,
      DurationSeconds: 900,
      Tags: [
        { Key: 'caller', Value: caller },
        { Key: 'tool', Value: 'list_orders' },
      ],
      ...change,
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration = new Date(0) } = Credentials ?? {};
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
