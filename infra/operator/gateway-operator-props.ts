import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { AuditLog } from '../audit/audit-log.ts';
import type { LoanBoundary } from '../state/loan-boundary.ts';
import type { StateTable } from '../state/state-table.ts';

export interface GatewayOperatorProps {
  /** Name of the gateway that is operated. */
  readonly gatewayName: string;
  /** Where revocations and switches are. */
  readonly stateTable: StateTable;
  /** What bounds the gateway's caller roles. */
  readonly loanBoundary: LoanBoundary;
  /** Where each change leaves a record with old and new value and who made it (I6). */
  readonly auditLog: AuditLog;
  /**
   * The pool whose people are signed out and found by name.
   *
   * @default - none; another issuer signs people in, and they are named by their subject
   */
  readonly userPool?: cognito.IUserPool;
}
