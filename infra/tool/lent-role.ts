import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LOAN_TAGS, SessionTag, TENANT_TAG } from '../../shared/session-tags.ts';

export interface LentRoleProps {
  readonly roleName: string;
  readonly path: string;
  readonly description: string;
  /** The only role that may borrow. */
  readonly borrower: iam.IRole;
  /** Names of the tools for which it is lent: one, or a list that may be complete only at synth. */
  readonly tools: string | readonly string[];
  /** Bounds every session that is lent, so that sessions can be ended before their time (B7). */
  readonly boundary: iam.IManagedPolicy;
}

/** A role whose credentials are borrowed for one caller at a time. */
export class LentRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { borrower, tools, boundary, ...props }: LentRoleProps) {
    super(scope, id);
    const principal = new iam.ArnPrincipal(borrower.roleArn);
    this.role = new iam.Role(this, 'Resource', {
      ...props,
      maxSessionDuration: Duration.hours(1),
      permissionsBoundary: boundary,
      assumedBy: principal.withConditions(borrowing(tools)),
    });
    this.role.assumeRolePolicy?.addStatements(
      allow(principal, 'sts:TagSession', tagging(tools)),
      allow(principal, 'sts:SetSourceIdentity', { StringLike: { [SOURCE_IDENTITY]: PRESENT } }),
    );
  }
}

const SOURCE_IDENTITY = 'sts:SourceIdentity';

/** Matches every value but the empty one. */
const PRESENT = '?*';

/**
 * Only while the borrower says for whom, for which client and for which tool. SourceIdentity must be the caller: it is
 * what CloudTrail shows along the chain.
 *
 * STS asks for three actions and decides each by the keys it has for it (service authorization reference for STS);
 * `AssumeRole` has them all, so this statement alone keeps the role shut. An absent key makes a variable or a pattern
 * match nothing, so every key is required by its own condition.
 */
function borrowing(tools: LentRoleProps['tools']): iam.Conditions {
  const { StringEquals, StringLike, ...tagKeys } = tagging(tools);
  return {
    StringEquals: { ...StringEquals, [SOURCE_IDENTITY]: `\${${tag(SessionTag.caller)}}` },
    StringLike: { [tag(SessionTag.client)]: StringLike[tag(SessionTag.client)] },
    ...tagKeys,
  };
}

/**
 * The three tags and perhaps a tenant, none empty, and no other. `ForAllValues` is true without any key; the tags above it are
 * required.
 */
function tagging(tools: LentRoleProps['tools']) {
  return {
    StringEquals: { [tag(SessionTag.tool)]: tools },
    StringLike: { [tag(SessionTag.caller)]: PRESENT, [tag(SessionTag.client)]: PRESENT },
    StringLikeIfExists: { [tag(TENANT_TAG)]: PRESENT },
    'ForAllValues:StringEquals': { 'aws:TagKeys': LOAN_TAGS },
  };
}

function tag(key: string): string {
  return `aws:RequestTag/${key}`;
}

function allow(principal: iam.IPrincipal, action: string, conditions: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ principals: [principal], actions: [action], conditions });
}
