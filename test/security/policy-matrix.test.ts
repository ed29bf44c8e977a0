import { describe, expect, test } from 'vitest';
import { rolePolicies } from '../../infra/local/aws/role-policies.ts';
import { callerRolePath } from '../../shared/resource-names.ts';
import { GATEWAY, synthesiseDesk } from './desk.ts';
import { judgeRow } from './judge-row.ts';
import { KNOWN_HOLES } from './known-holes.ts';
import type { MatrixRow } from './matrix-row.ts';
import { policyMatrix } from './policy-matrix.ts';
import { policyPapers } from './policy-paper.ts';
import { simulateRow } from './simulate-row.ts';

const desk = synthesiseDesk();
const papers = policyPapers(desk.stack);
const rows = policyMatrix(desk);

/** Questions the independent evaluator does not take, each for a reason of its own. */
const UNASKABLE = [
  // the service authorization reference lists the key for AssumeRole and SetSourceIdentity alone
  'it ignores sts:SourceIdentity for sts:TagSession',
  'it ignores sts:SourceIdentity for sts:SetContext',
  // it takes no encryption context whose name holds a colon
  'it ignores kms:EncryptionContext:aws:logs:arn',
];

const holeOf = ({ sentence }: MatrixRow) => KNOWN_HOLES.find((hole) => sentence.includes(hole.sentence));

describe('the policies of the reference deployment (B1, B10, B11, B7, B9, C4, C5, C7, D1, D5, D9, F12, H1, H2, H4, I1, I5, I7)', () => {
  test.each(rows.filter((row) => !holeOf(row)).map((row) => [row.sentence, row] as const))('%s', async (_, row) => {
    expect(judgeRow(row, papers)).toBe(row.expected);
    const simulated = await simulateRow(row, papers, desk.stack.account);
    if (typeof simulated === 'string') expect(simulated).toBe(row.expected);
    else expect(UNASKABLE.filter((reason) => simulated.refused.startsWith(reason))).toHaveLength(1);
  });

  test('cite every requirement that a row proves, and no other', ({ task }) => {
    const proven = rows.map(({ requirement }) => requirement);
    expect(task.suite?.name).toContain(`(${[...new Set(proven)].toSorted().join(', ')})`);
  });

  for (const row of rows.filter(holeOf)) {
    test.fails(`${row.sentence}; closed by ${holeOf(row)?.closedBy}`, () => {
      expect(judgeRow(row, papers)).toBe(row.expected);
    });
  }
});

describe('the matrix', () => {
  const roles = desk.stack.ofType('AWS::IAM::Role').flatMap(({ arn }) => arn ?? []);

  test('speaks of every tool of the deployment (D1)', () => {
    const lent = roles.filter((arn) => arn.includes(`:role${callerRolePath(GATEWAY)}`));
    expect(desk.tools.map(({ callerRole }) => callerRole).toSorted()).toEqual(lent.toSorted());
  });

  test.each(roles)('asks what %s may do, and who may become it (D1)', (role) => {
    expect(rows.some(({ asker }) => asker.principal.roleArn === role)).toBe(true);
    expect(rows.some(({ resource }) => resource === role)).toBe(true);
  });

  test('speaks of every managed policy of the deployment (C7)', () => {
    const managed = desk.stack.ofType('AWS::IAM::ManagedPolicy').map(({ arn }) => arn);
    expect(managed.toSorted()).toEqual([desk.loanBoundary, desk.operatorPolicy].toSorted());
  });

  test('reads every policy of a role that local mode enforces', () => {
    for (const { arn, identity, boundary, trust } of rolePolicies(desk.stack).values()) {
      const read = papers
        .filter(({ holder, kind }) => holder === arn && kind !== 'session')
        .map(({ kind, statements }) => [kind, statements.length]);
      const enforced = [
        ['trust', trust.document.statements.length],
        ...identity.map(({ document }) => ['identity', document.statements.length]),
        ...(boundary ? [['boundary', boundary.document.statements.length]] : []),
      ];
      expect(read.toSorted()).toEqual(enforced.toSorted());
    }
  });

  test('has a row for every hole it names', () => {
    for (const hole of KNOWN_HOLES) expect(rows.filter((row) => holeOf(row) === hole)).not.toEqual([]);
  });
});
