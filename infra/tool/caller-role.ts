import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { callerRoleName, callerRolePath } from '../../shared/resource-names.ts';
import { LentRole } from './lent-role.ts';

export interface CallerRoleProps {
  readonly gatewayName: string;
  readonly toolName: string;
  /** The only role that may borrow: the gateway's. */
  readonly gatewayRole: iam.IRole;
  /** Bounds every session that is lent, so that sessions can be ended before their time (B7). */
  readonly boundary: iam.IManagedPolicy;
}

/** The role whose credentials the gateway borrows for one caller and lends to one tool. */
export class CallerRole extends LentRole {
  constructor(scope: Construct, id: string, { gatewayName, toolName, gatewayRole, boundary }: CallerRoleProps) {
    super(scope, id, {
      roleName: callerRoleName(gatewayName, toolName),
      path: callerRolePath(gatewayName),
      description: `Lent to ${toolName} for one caller at a time`,
      borrower: gatewayRole,
      tools: toolName,
      boundary,
    });
  }
}
