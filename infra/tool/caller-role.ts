import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { callerRoleName, callerRolePath } from '../../shared/resource-names.ts';
import { SessionTag } from '../../shared/session-tags.ts';

export interface CallerRoleProps {
  readonly gatewayName: string;
  readonly toolName: string;
  /** The only role that may borrow: the gateway's. */
  readonly gatewayRole: iam.IRole;
}

/** The role whose credentials the gateway borrows for one caller and lends to one tool. */
export class CallerRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { gatewayName, toolName, gatewayRole }: CallerRoleProps) {
    super(scope, id);
    const gateway = new iam.ArnPrincipal(gatewayRole.roleArn).withConditions(borrowingConditions(toolName));
    this.role = new iam.Role(this, 'Resource', {
      roleName: callerRoleName(gatewayName, toolName),
      path: callerRolePath(gatewayName),
      description: `Lent to ${toolName} for one caller at a time`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: gateway,
    });
    this.role.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({ principals: [gateway], actions: ['sts:SetSourceIdentity', 'sts:TagSession'] }),
    );
  }
}

/**
 * Only while the gateway says for whom, for which client and for this very tool.
 *
 * `ForAllValues` is true when the key is absent, so each tag is also required to be present (IAM User Guide,
 * multivalued context keys). SourceIdentity must be the caller: it is what CloudTrail shows along the chain.
 */
function borrowingConditions(toolName: string): iam.Conditions {
  const tag = (key: string) => `aws:RequestTag/${key}`;
  return {
    StringEquals: {
      [tag(SessionTag.tool)]: toolName,
      'sts:SourceIdentity': `\${${tag(SessionTag.caller)}}`,
    },
    'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(SessionTag) },
    Null: {
      'aws:TagKeys': 'false',
      'sts:SourceIdentity': 'false',
      [tag(SessionTag.caller)]: 'false',
      [tag(SessionTag.client)]: 'false',
    },
  };
}
