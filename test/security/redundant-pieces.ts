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
  {
    kind: 'identity',
    part: 'Allow secretsmanager:CreateSecret: widened to secretsmanager:*',
    reason:
      'The condition on secretsmanager:Name lets no other action through: AWS lists that key for CreateSecret alone.',
  },
  {
    kind: 'session',
    part: 'Allow dynamodb:GetItem: widened to every resource',
    reason: 'The role reads the one table of orders: a session policy takes away and gives nothing.',
  },
  {
    kind: 'session',
    part: 'Allow s3:GetObject: widened to s3:*',
    reason: 'The role reads and lists, and listing names the bucket, which the statement does not.',
  },
];
