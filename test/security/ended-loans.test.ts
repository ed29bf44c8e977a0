import { describe, expect, test } from 'vitest';
import { type CutWish, nextDocument } from '../../functions/operator/boundary-document.ts';
import { synthesiseDesk } from './desk.ts';
import { lentTo } from './everybody-rows.ts';
import { judgeRow } from './judge-row.ts';
import { lentRoleRows } from './lent-role-rows.ts';
import { type MatrixRow, may } from './matrix-row.ts';
import { type PolicyPaper, policyPapers, statementsOf } from './policy-paper.ts';
import { simulateRow } from './simulate-row.ts';

const desk = synthesiseDesk();
const papers = policyPapers(desk.stack);
const lent = lentRoleRows(desk).filter(
  ({ expected, asker }) => expected === 'allowed' && asker.tags.caller === 'alice',
);

/** When alice was stopped, in seconds since the epoch. */
const STOPPED = Date.parse('2026-11-23T10:00:00Z') / 1000;
const at = (seconds: number) => new Date((STOPPED + seconds) * 1000).toISOString().replace('.000Z', 'Z');

/** The papers after the operator function wrote into the boundary what is wished. */
function ended(wish: Omit<CutWish, 'bound' | 'until'>): readonly PolicyPaper[] {
  return papers.map((paper) => {
    if (paper.kind !== 'boundary') return paper;
    const before = JSON.stringify({ Version: '2012-10-17', Statement: paper.statements });
    const document = nextDocument(before, { ...wish, bound: 'at-least', until: STOPPED }, STOPPED);
    return { ...paper, statements: statementsOf(JSON.parse(document)) };
  });
}

/** The same question by a session that was lent at another time, or for another caller. */
function asked(row: MatrixRow, issued: string): MatrixRow {
  return { ...row, context: { ...row.context, 'aws:TokenIssueTime': issued } };
}

const CUTS: readonly (readonly [words: string, papers: readonly PolicyPaper[]])[] = [
  ["alice's sessions", ended({ tag: { key: 'caller', value: 'alice' } })],
  ['the sessions of her client', ended({ tag: { key: 'client', value: 'cli' } })],
  ['all sessions', ended({})],
];

describe.each(CUTS)('a boundary that ends %s', (_, papersNow) => {
  test.each(lent.map((row) => [row.sentence, row] as const))(
    'takes from what was lent before: %s, and lends it again (B7)',
    async (_sentence, row) => {
      const times: readonly (readonly [string, MatrixRow['expected']])[] = [
        [at(-600), 'denied'],
        [at(0), 'denied'],
        [at(1), 'allowed'],
      ];
      for (const [issued, expected] of times) {
        expect(judgeRow(asked(row, issued), papersNow)).toBe(expected);
        expect(await simulateRow(asked(row, issued), papersNow, desk.stack.account)).toBe(expected);
      }
    },
  );
});

describe('a boundary that ends the sessions of one', () => {
  const [list] = desk.tools;
  if (!list) throw new Error('the deployment has no tool');
  const orders = (caller: string) =>
    asked(
      may(lentTo(list, caller), {
        words: `read ${caller}'s orders`,
        requirement: 'B7',
        action: 'dynamodb:Query',
        resource: desk.orders,
        context: { 'dynamodb:LeadingKeys': [caller] },
      }),
      at(-600),
    );

  test('lets those of another person pass (B7)', async () => {
    const papersNow = ended({ tag: { key: 'caller', value: 'alice' } });
    expect(judgeRow(orders('alice'), papersNow)).toBe('denied');
    expect(judgeRow(orders('bob'), papersNow)).toBe('allowed');
    expect(await simulateRow(orders('bob'), papersNow, desk.stack.account)).toBe('allowed');
  });

  test('lets those of another tool pass (B7)', () => {
    const papersNow = ended({ tag: { key: 'tool', value: list.name } });
    expect(judgeRow(orders('alice'), papersNow)).toBe('denied');
    const others = lent.filter(({ asker }) => asker.tags.tool !== list.name);
    expect(others.map((row) => judgeRow(asked(row, at(-600)), papersNow))).toEqual(others.map(() => 'allowed'));
  });

  test('gives nobody anything: what was denied before is denied still (B7)', () => {
    const denied = lentRoleRows(desk).filter(({ expected }) => expected === 'denied');
    const papersNow = ended({ tag: { key: 'caller', value: 'bob' } });
    expect(denied.filter((row) => judgeRow(asked(row, at(-600)), papersNow) === 'allowed')).toEqual([]);
  });
});
