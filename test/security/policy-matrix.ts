import { connectRows } from './connect-rows.ts';
import { delegationRows } from './delegation-rows.ts';
import type { Desk } from './desk.ts';
import { everybodyRows } from './everybody-rows.ts';
import { functionRoleRows } from './function-role-rows.ts';
import { lentRoleRows } from './lent-role-rows.ts';
import type { MatrixRow } from './matrix-row.ts';
import { narrowedRows } from './narrowed-rows.ts';
import { networkRows } from './network-rows.ts';
import { operatorRows } from './operator-rows.ts';
import { parameterRows } from './parameter-rows.ts';
import { resourcePolicyRows } from './resource-policy-rows.ts';
import { secretRows } from './secret-rows.ts';
import { signInRows } from './sign-in-rows.ts';
import { stateRows } from './state-rows.ts';
import { trustRows } from './trust-rows.ts';

/** Every question the reference deployment's policies must answer, with the answer a reviewer expects. */
export function policyMatrix(desk: Desk): readonly MatrixRow[] {
  const rows = [
    ...lentRoleRows(desk),
    ...narrowedRows(desk),
    ...parameterRows(desk),
    ...trustRows(desk),
    ...functionRoleRows(desk),
    ...resourcePolicyRows(desk),
    ...stateRows(desk),
    ...secretRows(desk),
    ...delegationRows(desk),
    ...connectRows(desk),
    ...signInRows(desk),
    ...operatorRows(desk),
    ...networkRows(desk),
    ...everybodyRows(desk),
  ];
  return withoutRepetition(rows);
}

/** The same question may come from two groups: what all may not, and what this one may not. */
function withoutRepetition(rows: readonly MatrixRow[]): readonly MatrixRow[] {
  const bySentence = new Map<string, MatrixRow>();
  for (const row of rows) {
    const same = bySentence.get(row.sentence);
    if (same && questionOf(same) !== questionOf(row))
      throw new Error(`two questions in the same words: ${row.sentence}`);
    bySentence.set(row.sentence, row);
  }
  return [...bySentence.values()];
}

function questionOf({ asker, action, resource, context, expected, through }: MatrixRow): string {
  return JSON.stringify([asker, action, resource, context, expected, through]);
}
