import { fileURLToPath } from 'node:url';
import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { GatewayEnvironment } from '../../shared/environment.ts';
import { callerRolePath, parameterPath, toolFunctionName } from '../../shared/resource-names.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { IsolatedFunction } from '../isolated-function.ts';

export interface GatewayFunctionProps {
  readonly gatewayName: string;
  readonly endpointUrl: string;
  readonly scopePrefix: string;
  readonly allowedOrigins: readonly string[];
  readonly issuerUrl: string;
  readonly auditLog: AuditLog;
  readonly timeout: Duration;
}

/** The function behind `/mcp`: it may invoke this gateway's tools, borrow their caller roles and append records. */
export class GatewayFunction extends IsolatedFunction {
  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/gateway/handler.ts', import.meta.url)),
      description: 'Checks each call, borrows credentials for its caller, hands it to its tool',
      timeout: props.timeout,
      memorySize: 1024,
      environment: environmentOf(Stack.of(scope), props),
    });
    this.mayInvokeTools(props.gatewayName);
    this.mayBorrowCallerRoles(props.gatewayName);
    this.mayReadParameters(props.gatewayName);
    props.auditLog.grantAppend(this.role);
    this.acknowledgePrefixes(props.gatewayName);
  }

  /** Tool names have no hyphen, so a second one belongs to another gateway, `mcp-eu`, or to no tool at all. */
  private mayInvokeTools(gatewayName: string): void {
    const named = (name: string) =>
      Stack.of(this).formatArn({ service: 'lambda', resource: `function:${toolFunctionName(gatewayName, name)}` });
    const actions = ['lambda:InvokeFunction'];
    this.role.addToPolicy(new iam.PolicyStatement({ actions, resources: [named('*')] }));
    this.role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions, resources: [named('*-*')] }));
  }

  private mayBorrowCallerRoles(gatewayName: string): void {
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        resources: [`${callerRolePrefix(Stack.of(this), gatewayName)}*`],
      }),
    );
  }

  /** Templates of session policies: configuration of this gateway, nothing of a caller. */
  private mayReadParameters(gatewayName: string): void {
    const parameters = Stack.of(this).formatArn({
      service: 'ssm',
      resource: `parameter${parameterPath(gatewayName)}*`,
    });
    this.role.addToPolicy(new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameters] }));
  }

  private acknowledgePrefixes(gatewayName: string): void {
    const reason = 'Tools are found by name (AD6): all three rights end with the name of this gateway.';
    const account = '<AWS::AccountId>';
    const functions = `arn:<AWS::Partition>:lambda:<AWS::Region>:${account}:function:${toolFunctionName(gatewayName, '*')}`;
    const roles = `arn:<AWS::Partition>:iam::${account}:role${callerRolePath(gatewayName)}*`;
    const parameters = `arn:<AWS::Partition>:ssm:<AWS::Region>:${account}:parameter${parameterPath(gatewayName)}*`;
    for (const arn of [functions, roles, parameters]) {
      Validations.of(this.role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason });
    }
  }
}

/** What depends on tools that are added later is set when they are there. */
type Variables = Record<Exclude<keyof GatewayEnvironment, 'SIGNING_KEY_ARN' | 'CONNECT_TABLE'>, string>;

function environmentOf(stack: Stack, props: GatewayFunctionProps): Variables {
  return {
    GATEWAY_NAME: props.gatewayName,
    RESOURCE: props.endpointUrl,
    SCOPE_PREFIX: props.scopePrefix,
    CALLER_ROLE_PREFIX: callerRolePrefix(stack, props.gatewayName),
    ALLOWED_ORIGINS: props.allowedOrigins.map(checkOrigin).join(','),
    AUDIT_LOG_GROUP: props.auditLog.logGroup.logGroupName,
    ISSUER: props.issuerUrl,
  };
}

/** ARN of the gateway's caller roles without their names. */
function callerRolePrefix({ partition, account }: Stack, gatewayName: string): string {
  return `arn:${partition}:iam::${account}:role${callerRolePath(gatewayName)}`;
}

/** @throws Error when an origin is not one host: a wildcard would let every page of that domain call (A5). */
function checkOrigin(origin: string): string {
  if (/^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin)) return origin;
  throw new Error(`an allowed origin is https:// and a host, got ${JSON.stringify(origin)}`);
}
