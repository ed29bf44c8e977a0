import { fileURLToPath } from 'node:url';
import { Duration, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { AuthorizerEnvironment } from '../../shared/environment.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { IdentitySource } from '../identity/identity-source.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { StateTable } from '../state/state-table.ts';

export interface RequestAuthorizerProps {
  readonly gatewayName: string;
  readonly endpointUrl: string;
  readonly scopePrefix: string;
  readonly identity: IdentitySource;
  readonly maxTokenLife: Duration;
  readonly state: StateTable;
  readonly auditLog: AuditLog;
}

/** The first gate: asked on every request, its answer never kept. A cached answer would outlive a revocation (B7). */
export class RequestAuthorizer extends IsolatedFunction {
  readonly authorizer: apigateway.RequestAuthorizer;

  constructor(scope: Construct, id: string, props: RequestAuthorizerProps) {
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/authorizer/handler.ts', import.meta.url)),
      description: 'Learns from the token who is calling and which tools are open to them',
      timeout: Duration.seconds(10),
      memorySize: 512,
      environment: environmentOf(props),
    });
    props.state.grantReadStops(this.role);
    props.auditLog.grantAppend(this.role);
    this.authorizer = new apigateway.RequestAuthorizer(this, 'Authorizer', {
      handler: this.function,
      // None: a request without a token must reach the authorizer too, or it would leave no record (I1).
      identitySources: [],
      resultsCacheTtl: Duration.seconds(0),
    });
  }
}

function environmentOf(props: RequestAuthorizerProps): Record<keyof AuthorizerEnvironment, string> {
  const { identity, state, auditLog } = props;
  return {
    GATEWAY_NAME: props.gatewayName,
    RESOURCE: props.endpointUrl,
    ISSUER: identity.issuerUrl,
    JWKS_URI: identity.jwksUri,
    AUDIENCE_RULE: identity.audienceRule,
    ALLOWED_CLIENTS: Lazy.string({ produce: () => identity.clientIds().join(',') }),
    MACHINE_CLIENTS: Lazy.string({ produce: () => identity.machineClientIds().join(',') }),
    CLAIM_NAMES: JSON.stringify(identity.claimNames),
    SCOPE_PREFIX: props.scopePrefix,
    MAX_TOKEN_LIFE_SECONDS: String(props.maxTokenLife.toSeconds()),
    STATE_TABLE: state.table.tableName,
    AUDIT_LOG_GROUP: auditLog.logGroup.logGroupName,
  };
}
