import type { Desk } from './desk.ts';
import { everybodyRows } from './everybody-rows.ts';
import { functionRoleRows } from './function-role-rows.ts';
import { lentRoleRows } from './lent-role-rows.ts';
import type { MatrixRow } from './matrix-row.ts';
import { resourcePolicyRows } from './resource-policy-rows.ts';
import { trustRows } from './trust-rows.ts';

/** Every question the reference deployment's policies must answer, with the answer a reviewer expects. */
export function policyMatrix(desk: Desk): readonly MatrixRow[] {
  const rows = [...lentRoleRows(desk), ...trustRows(desk), ...functionRoleRows(desk), ...resourcePolicyRows(desk), ...everybodyRows(desk)];
  // the same question may come from two groups: what all may not, and what this one may not
  return [...new Map(rows.map((row) => [row.sentence, row])).values()];
}
