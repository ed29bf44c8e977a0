import { afterAll, describe, expect, test } from 'vitest';
import { synthesiseDesk } from './desk.ts';
import { judgeRow, rowPolicies } from './judge-row.ts';
import type { MatrixRow } from './matrix-row.ts';
import { policyMatrix } from './policy-matrix.ts';
import { type PolicyPaper, policyPapers } from './policy-paper.ts';
import { type Piece, piecesOf } from './policy-pieces.ts';
import { REDUNDANT_PIECES } from './redundant-pieces.ts';

const desk = synthesiseDesk();
const rows = policyMatrix(desk);
const papers = policyPapers(desk.stack);
const answers = new Map(rows.map((row) => [row, judgeRow(row, papers)]));

const pieces = papers.flatMap((paper) => {
  const concerned = rows.filter((row) => speaksOf(paper, row));
  return piecesOf(paper).map((piece) => ({ piece, caughtBy: firstChange(piece, concerned) }));
});
const redundant = (piece: Piece) =>
  REDUNDANT_PIECES.find(({ kind, part }) => kind === piece.paper.kind && piece.part.endsWith(part));
const nameOf = ({ paper, part }: Piece) => `${paper.name}: ${part}`;

describe('every piece of a policy', () => {
  test.each(papers.map((paper) => [paper.name, paper] as const))(
    'of %s changes an answer when it is gone or wider',
    (_, paper) => {
      const unnoticed = pieces.filter(({ piece, caughtBy }) => piece.paper === paper && !caughtBy && !redundant(piece));
      expect(unnoticed.map(({ piece }) => nameOf(piece))).toEqual([]);
    },
  );

  test.each(REDUNDANT_PIECES.map((it) => [`${it.kind}: ${it.part}`, it] as const))(
    'that is named redundant is so wherever it stands: %s',
    (_, it) => {
      const named = pieces.filter(({ piece }) => redundant(piece) === it);
      expect(named).not.toEqual([]);
      expect(named.filter(({ caughtBy }) => caughtBy).map(({ piece }) => nameOf(piece))).toEqual([]);
    },
  );
});

test('a matrix that never asks for bob would not notice that callers are no longer kept apart (D9)', () => {
  const apart = pieces.filter(
    ({ piece }) => piece.part.endsWith('dynamodb:LeadingKeys') && piece.part.includes('ForAllValues:StringEquals'),
  );
  expect(apart).not.toEqual([]);
  const blind = rows.filter(({ context }) => ![context['dynamodb:LeadingKeys']].flat().includes('bob'));
  for (const { piece, caughtBy } of apart) {
    expect(caughtBy?.sentence).toContain("bob's orders");
    expect(firstChange(piece, blind)?.sentence ?? 'nothing').not.toContain("bob's orders");
  }
});

afterAll(() => console.info(summary()));

/** The first row whose answer is another one when the piece is gone. */
function firstChange({ paper, left }: Piece, concerned: readonly MatrixRow[]): MatrixRow | undefined {
  const changed = papers.map((other) => (other === paper ? { ...paper, statements: left } : other));
  return concerned.find((row) => judgeRow(row, changed) !== answers.get(row));
}

/** A document can change only the answers it has a part in. */
function speaksOf({ kind, holder, statements }: PolicyPaper, row: MatrixRow): boolean {
  const { identity, boundary, resource, endpoint } = rowPolicies(row, papers);
  const narrows = kind === 'session' && holder === row.asker.principal.roleArn && row.asker.input !== undefined;
  return (
    narrows ||
    identity.includes(statements) ||
    boundary === statements ||
    endpoint === statements ||
    resource.includes(statements)
  );
}

function summary(): string {
  const kinds = Map.groupBy(pieces, ({ piece }) => piece.kind);
  const lines = [...kinds].map(([kind, found]) => line(kind, found));
  return [`${'piece'.padEnd(16)}  all  caught  redundant`, ...lines, line('in all', pieces)].join('\n');
}

function line(name: string, found: typeof pieces): string {
  const caught = found.filter(({ caughtBy }) => caughtBy).length;
  const excepted = found.filter(({ piece, caughtBy }) => !caughtBy && redundant(piece)).length;
  return `${name.padEnd(16)} ${String(found.length).padStart(4)} ${String(caught).padStart(7)} ${String(excepted).padStart(10)}`;
}
