import { Stack, Validations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ToolVpc } from './tool-vpc.ts';

/** What Lambda does with a function's role to put the function into a VPC (Lambda Developer Guide, "Configuring VPC access"). */
const INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Where a function is, as the CDK's function takes it. */
export function placeIn({ vpc, subnets, securityGroup }: ToolVpc): {
  readonly vpc: ec2.IVpc;
  readonly vpcSubnets: ec2.SubnetSelection;
  readonly securityGroups: ec2.ISecurityGroup[];
} {
  return { vpc, vpcSubnets: subnets, securityGroups: [securityGroup] };
}

/**
 * Lets Lambda make the function's network interfaces with the function's role, and keeps these rights from its code.
 *
 * Requests that code sends with the credentials Lambda gives it carry `lambda:SourceFunctionArn`; Lambda's own do not (Lambda
 * Developer Guide, "Using source function ARN to control function access behavior"). Instead of the managed policy of AWS,
 * whose rights the code would have as well (D1).
 */
export function letLambdaConnect(role: iam.Role, functionName: string): void {
  const code = Stack.of(role).formatArn({
    service: 'lambda',
    resource: `function:${functionName}`,
  });
  role.addToPolicy(new iam.PolicyStatement({ actions: INTERFACE_ACTIONS, resources: ['*'] }));
  role.addToPolicy(
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: INTERFACE_ACTIONS,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': code } },
    }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Lambda makes and finds the network interfaces of a function by these rights; its code is denied them.',
  });
}
