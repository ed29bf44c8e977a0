import type { UserPoolAdmin } from '../issuer/user-pool-admin.ts';
import type { LambdaHost } from '../lambda/lambda-host.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import { accessControl, type DecisionReport } from './access-control.ts';
import { answerRequest } from './answer-request.ts';
import type { AwsCredentials, AwsEndpoint } from './aws-credentials.ts';
import { awsServices } from './aws-services.ts';
import { type CredentialStore, credentialStore } from './credential-store.ts';
import type { DemoNames } from './demo-data.ts';
import { functionCredentials } from './function-credentials.ts';
import { eventsOf, type LogEvent, logStore } from './log-store.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { policyStore } from './policy-store.ts';
import { rolePolicies } from './role-policies.ts';
import { secretStore, secretText } from './secret-store.ts';
import { tableEngine } from './table-engine.ts';

/** What the endpoint runs on. */
export interface AwsEndpointOptions {
  readonly stack: DeployedStack;
  /** Asked when a function is invoked; the host may start later than the endpoint. */
  readonly lambda: () => LambdaHost;
  readonly now: () => Date;
  /** Told of every decision, allowed and denied. */
  readonly onDecision: (report: DecisionReport) => void;
  /** Told of errors that are not refusals. The client gets `InternalFailure` and no detail. */
  readonly onFault: (error: unknown) => void;
  /**
   * Loopback port.
   *
   * @default a free one
   */
  readonly port?: number;
  /**
   * What stands for `{{alice}}` in the template's demo data.
   *
   * @default - demo data must not hold placeholders
   */
  readonly demoNames?: DemoNames;
  /**
   * The user pool behind Cognito's API.
   *
   * @default - no Cognito
   */
  readonly userPool?: UserPoolAdmin;
}

/** The endpoint, with a view on the logs for whoever runs it. */
export interface LocalAwsEndpoint extends AwsEndpoint {
  /** Events of a log group in the order of time, past all permissions. */
  logEvents(group: string): readonly LogEvent[];
  /** Current text of a secret by its ARN, past all permissions: for the services outside that it opens. */
  secretText(arn: string): string | undefined;
  /** Credentials that STS lent so far, for whoever looks for them where they must not be. */
  lentCredentials(): readonly AwsCredentials[];
}

/** How long the operator's credentials last, in seconds: longer than anybody leaves local mode running. */
const OPERATOR_SECONDS = 30 * 86_400;

/**
 * Starts the AWS of local mode: one loopback port, every request signed, every permission from the template's policies.
 *
 * @throws UnknownInTemplate, UnknownInPolicy when the template asks for something it cannot judge.
 */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<LocalAwsEndpoint> {
  const { stack, lambda, now, onDecision, onFault, demoNames = {} } = options;
  const { account, region } = stack;
  const policies = policyStore(stack, now);
  const roles = rolePolicies(stack, policies);
  const credentials = credentialStore(now);
  const access = accessControl({ account, region, roles, now, onDecision });
  const logs = logStore(stack);
  const secrets = secretStore(stack, demoNames, now());
  const engine = tableEngine();
  const services = await awsServices({
    stack,
    lambda,
    now,
    demoNames,
    access,
    roles,
    policies,
    credentials,
    engine,
    logs,
    secrets,
    userPool: options.userPool,
  });
  const server = await startLoopbackServer({
    port: options.port ?? 0,
    now,
    onFault,
    answer: (request) => answerRequest(request, { services, credentials, region, now, onFault }),
  });
  return {
    url: server.url,
    credentialsForFunction: (name) => functionCredentials(name, { stack, access, roles, credentials }),
    operatorCredentials: () => operatorCredentials(credentials, account),
    logEvents: (group) => eventsOf(logs, group),
    secretText: (arn) => secretText(secrets.find(arn)),
    lentCredentials: () =>
      credentials
        .all()
        .flatMap(({ sourceIdentity, credentials }) => (sourceIdentity === undefined ? [] : [credentials])),
    async close() {
      await server.close();
      await engine.close();
    },
  };
}

function operatorCredentials(credentials: CredentialStore, account: string): AwsCredentials {
  const arn = `arn:aws:iam::${account}:user/local-operator`;
  const identity = {
    kind: 'operator',
    account,
    identityArn: arn,
    principalArn: arn,
    userId: 'local-operator',
  } as const;
  return credentials.issue({ ...identity, tags: {}, transitiveTagKeys: [] }, OPERATOR_SECONDS).credentials;
}
