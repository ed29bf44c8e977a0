import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkGatewayName } from '../../shared/resource-names.ts';
import type { GatewayOperatorProps } from './gateway-operator-props.ts';
import { OperatorFunction } from './operator-function.ts';

/**
 * The right to revoke and to switch off, apart from the right to deploy.
 *
 * One function does all of it and nobody else writes stops; whoever may invoke it is an operator. Attach `policy` to the
 * roles of operators, or use `grantOperate`.
 */
export class GatewayOperator extends Construct {
  readonly function: lambda.Function;
  /** Makes an operator of whoever it is attached to, and allows nothing else. */
  readonly policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: GatewayOperatorProps) {
    super(scope, id);
    checkGatewayName(props.gatewayName);
    this.function = new OperatorFunction(this, 'Function', props).function;
    this.policy = new iam.ManagedPolicy(this, 'Policy', {
      description: `Lets operators revoke, disable and enable at the gateway ${props.gatewayName}`,
      statements: [mayInvoke(this.function)],
    });
  }

  /** Makes an operator of a person's role or group, and allows nothing else. */
  grantOperate(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: INVOKE,
      resourceArns: [this.function.functionArn],
    });
  }
}

const INVOKE = ['lambda:InvokeFunction'];

/** The function without its versions and aliases: there are none. */
function mayInvoke({ functionArn }: lambda.Function): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: INVOKE, resources: [functionArn] });
}
