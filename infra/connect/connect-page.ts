import { fileURLToPath } from 'node:url';
import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type Connection, ConnectPath } from '../../shared/connect.ts';
import type { ConnectEnvironment } from '../../shared/environment.ts';
import { facadeIssuer } from '../../shared/oauth-paths.ts';
import { connectFunctionName } from '../../shared/resource-names.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { addOpenRoutes } from '../gateway/open-routes.ts';
import type { GatewayApi } from '../gateway/rest-api.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { LoanBoundary } from '../state/loan-boundary.ts';
import type { StateTable } from '../state/state-table.ts';
import type { ToolConnection } from '../tool/secret-connection.ts';
import { CONNECT_ROUTES } from './connect-routes.ts';
import { ConnectorRole } from './connector-role.ts';

export interface ConnectPageProps {
  readonly gatewayName: string;
  readonly endpointUrl: string;
  readonly identity: IdentitySource;
  readonly api: GatewayApi;
  readonly state: StateTable;
  readonly auditLog: AuditLog;
  readonly boundary: LoanBoundary;
}

/** Longer than the issuer, STS and Secrets Manager take together. */
const TIMEOUT = Duration.seconds(20);
/** Lambda's variables hold 4 KB in all (AWS Lambda quotas); the others need less than half. */
const MAX_CONNECTION_CHARACTERS = 2000;

/** The page where a person enters a secret of their own, past the model and the client (F12, H2). */
export class ConnectPage extends IsolatedFunction {
  private readonly connections: Connection[];
  private readonly connector: ConnectorRole;

  constructor(scope: Construct, id: string, props: ConnectPageProps) {
    const connections: Connection[] = [];
    const connector: { arn?: string } = {};
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/connect/handler.ts', import.meta.url)),
      description: 'Lets a person who signs in enter a secret of their own',
      functionName: connectFunctionName(props.gatewayName),
      timeout: TIMEOUT,
      memorySize: 512,
      environment: {
        ...environmentOf(scope, props),
        CONNECTIONS: Lazy.uncachedString({ produce: () => Stack.of(scope).toJsonString(connections) }),
        CONNECTOR_ROLE_ARN: Lazy.string({ produce: () => connector.arn }),
      },
    });
    this.connections = connections;
    this.connector = new ConnectorRole(this, 'Connector', {
      gatewayName: props.gatewayName,
      borrower: this.role,
      boundary: props.boundary.policy,
    });
    connector.arn = this.connector.role.roleArn;
    this.mayBorrow();
    props.state.grantConnect(this.role);
    props.auditLog.grantAppend(this.role);
    addOpenRoutes(props.api, this.function, { routes: CONNECT_ROUTES, timeout: TIMEOUT });
    for (const route of CONNECT_ROUTES) props.api.throttle(route);
    this.node.addValidation({ validate: () => this.findProblems() });
  }

  /** @throws Error when the label is empty or too long. */
  offer(connection: ToolConnection): void {
    const { toolName: tool, secretName: secret, title, prefix, label, encryptionKey } = connection;
    const shown = label ?? secret.replaceAll('_', ' ');
    if (shown.trim() === '' || shown.length > 80) {
      throw new Error(`${this.node.path}: a label has 1 to 80 characters, got ${JSON.stringify(shown)}`);
    }
    const keyArn = encryptionKey?.keyArn;
    this.connections.push({ tool, secret, title, prefix, label: shown, ...(keyArn !== undefined && { keyArn }) });
    this.connector.admit(connection);
  }

  private mayBorrow(): void {
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        resources: [this.connector.role.roleArn],
      }),
    );
  }

  private findProblems(): string[] {
    const { length } = JSON.stringify(this.connections);
    if (length <= MAX_CONNECTION_CHARACTERS) return [];
    return [
      `secrets that people enter take at most ${MAX_CONNECTION_CHARACTERS} characters in all, got ${length}; shorten labels or spread the tools over two gateways`,
    ];
  }
}

type Variables = Record<Exclude<keyof ConnectEnvironment, 'CONNECTIONS' | 'CONNECTOR_ROLE_ARN'>, string>;

function environmentOf(scope: Construct, { identity, endpointUrl, ...props }: ConnectPageProps): Variables {
  const client = identity.pageClient(scope, `${facadeIssuer(endpointUrl)}${ConnectPath.callback}`);
  return {
    GATEWAY_NAME: props.gatewayName,
    RESOURCE: endpointUrl,
    ISSUER: identity.issuerUrl,
    JWKS_URI: identity.jwksUri,
    AUTHORIZATION_ENDPOINT: client.authorizationEndpoint,
    TOKEN_ENDPOINT: client.tokenEndpoint,
    CLIENT_ID: client.clientId,
    CLAIM_NAMES: JSON.stringify(identity.claimNames),
    STATE_TABLE: props.state.table.tableName,
    AUDIT_LOG_GROUP: props.auditLog.logGroup.logGroupName,
  };
}
