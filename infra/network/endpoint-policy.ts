import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { callerRolePath } from '../../shared/resource-names.ts';

/**
 * What may pass an endpoint of a tool's VPC: a loan of this gateway, to something of this account.
 *
 * A tool that turned against its callers could bring credentials of its own and write what it read to a bucket elsewhere;
 * both are refused here, whatever the other account allows. It gives no right: the loan must have it as well (E7).
 */
export function endpointStatement(scope: IConstruct, gatewayName: string): iam.PolicyStatement {
  const stack = Stack.of(scope);
  const loans = stack.formatArn({
    service: 'iam',
    region: '',
    resource: `role${callerRolePath(gatewayName)}*`,
  });
  return new iam.PolicyStatement({
    // AWS takes no other principal here.
    principals: [new iam.StarPrincipal()],
    actions: ['*'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'aws:PrincipalArn': loans },
      StringEquals: { 'aws:ResourceAccount': stack.account },
    },
  });
}
