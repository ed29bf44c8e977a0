import type { OperatorAnswer } from '../../shared/operator-request.ts';
import { carryOut } from './carry-out.ts';
import { makeParts } from './make-parts.ts';
import type { OperatorParts } from './operator-parts.ts';

/** Kept between orders: configuration and clients. Nothing of any operator. */
let parts: OperatorParts | undefined;

/** Revokes, switches off and on again. Whoever may invoke it is an operator; who it was is proven by STS (I6). */
export async function handler(event: unknown): Promise<OperatorAnswer> {
  parts ??= makeParts(process.env);
  return carryOut(event, parts);
}
