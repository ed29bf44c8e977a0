import { fileURLToPath } from 'node:url';
import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { OperatorEnvironment } from '../../shared/environment.ts';
import { operatorFunctionName } from '../../shared/resource-names.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { GatewayOperatorProps } from './gateway-operator-props.ts';

/** The function that carries out orders: it may write stops, sign people out, end lent sessions and append records. */
export class OperatorFunction extends IsolatedFunction {
  constructor(scope: Construct, id: string, props: GatewayOperatorProps) {
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/operator/handler.ts', import.meta.url)),
      description: 'Revokes, switches off and on again, for operators who prove who they are',
      functionName: operatorFunctionName(props.gatewayName),
      timeout: Duration.seconds(30),
      memorySize: 512,
      environment: environmentOf(Stack.of(scope), props),
    });
    props.stateTable.grantWriteStops(this.role);
    props.loanBoundary.grantRewrite(this.role);
    props.auditLog.grantAppend(this.role);
    props.userPool?.grant(this.role, 'cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut');
  }
}

type Variables = Record<Exclude<keyof OperatorEnvironment, 'USER_POOL_ID'>, string> & { USER_POOL_ID?: string };

function environmentOf({ region, urlSuffix }: Stack, props: GatewayOperatorProps): Variables {
  return {
    GATEWAY_NAME: props.gatewayName,
    STATE_TABLE: props.stateTable.table.tableName,
    ...(props.userPool && { USER_POOL_ID: props.userPool.userPoolId }),
    LOAN_BOUNDARY_ARN: props.loanBoundary.policy.managedPolicyArn,
    STS_URL: `https://sts.${region}.${urlSuffix}`,
    AUDIT_LOG_GROUP: props.auditLog.logGroup.logGroupName,
  };
}
