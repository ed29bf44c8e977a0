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
  /** Bounds every session that is lent, so that sessions can be ended before their time (B7). */
  readonly boundary: iam.IManagedPolicy;
}

/** The role whose credentials the gateway borrows for one caller and lends to one tool. */
export class CallerRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { gatewayName, toolName, gatewayRole, boundary }: CallerRoleProps) {
    super(scope, id);
    const gateway = new iam.ArnPrincipal(gatewayRole.roleArn);
    this.role = new iam.Role(this, 'Resource', {
      roleName: callerRoleName(gatewayName, toolName),
      path: callerRolePath(gatewayName),
      description: `Lent to ${toolName} for one caller at a time`,
      maxSessionDuration: Duration.hours(1),
      permissionsBoundary: boundary,
      assumedBy: gateway.withConditions(borrowing(toolName)),
    });
    this.role.assumeRolePolicy?.addStatements(
      allow(gateway, 'sts:TagSession', tagging(toolName)),
      allow(gateway, 'sts:SetSourceIdentity', { StringLike: { [SOURCE_IDENTITY]: PRESENT } }),
    );
  }
}

const SOURCE_IDENTITY = 'sts:SourceIdentity';

/** Matches every value but the empty one. */
const PRESENT = '?*';

/**
 * Only while the gateway says for whom, for which client and for this very tool. SourceIdentity must be the caller: it is
 * what CloudTrail shows along the chain.
 *
 * STS asks for three actions and decides each by the keys it has for it (service authorization reference for STS);
 * `AssumeRole` has them all, so this statement alone keeps the role shut. An absent key makes a variable or a pattern
 * match nothing, so every key is required by its own condition.
 */
function borrowing(toolName: string): iam.Conditions {
  const { StringEquals, StringLike, ...tagKeys } = tagging(toolName);
  return {
    StringEquals: { ...StringEquals, [SOURCE_IDENTITY]: `\${${tag(SessionTag.caller)}}` },
    StringLike: { [tag(SessionTag.client)]: StringLike[tag(SessionTag.client)] },
    ...tagKeys,
  };
}

/** The three tags, none empty, and no other. `ForAllValues` is true without any key; the tags above it are required. */
function tagging(toolName: string) {
  return {
    StringEquals: { [tag(SessionTag.tool)]: toolName },
    StringLike: { [tag(SessionTag.caller)]: PRESENT, [tag(SessionTag.client)]: PRESENT },
    'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(SessionTag) },
  };
}

function tag(key: string): string {
  return `aws:RequestTag/${key}`;
}

function allow(principal: iam.IPrincipal, action: string, conditions: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ principals: [principal], actions: [action], conditions });
}
