import type { Piece } from './policy-pieces.ts';

/** A piece of a policy whose removal changes no answer, and why it may stand there. */
export interface RedundantPiece {
  readonly kind: Piece['paper']['kind'];
  /** How the piece's part ends. */
  readonly part: string;
  readonly reason: string;
}

/** Pieces that another piece of the same statement covers. One that comes to matter must leave this list. */
export const REDUNDANT_PIECES: readonly RedundantPiece[] = [
  {
    kind: 'resource',
    part: ': kms:DescribeKey',
    reason:
      'Describing a key carries no encryption context, so the condition never lets it through; AWS documents it so.',
  },
];
