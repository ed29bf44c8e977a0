import type { OperatorAnswer } from '../../shared/operator-request.ts';
import { failureLine } from './failure-line.ts';
import { openAgain } from './open-again.ts';
import { OperatorError, reasonOf, sentenceFor } from './operator-failure.ts';
import type { OperatorParts } from './operator-parts.ts';
import { readOrder } from './read-order.ts';
import { stop } from './stop.ts';

/** Carries out one order: what is wanted, who wants it, whom it means, and only then a change. */
export async function carryOut(event: unknown, parts: OperatorParts): Promise<OperatorAnswer> {
  try {
    const { order, text, proof } = readOrder(event, parts.gateway);
    const actor = await parts.proveActor(proof, text);
    const found = await parts.findTarget(order.target);
    const proven = { order, actor, found, at: parts.now() };
    return order.action === 'enable' ? await openAgain(proven, parts) : await stop(proven, parts);
  } catch (error) {
    return refuse(error, parts);
  }
}

function refuse(error: unknown, { log }: OperatorParts): OperatorAnswer {
  const reason = reasonOf(error);
  log(failureLine(reason, error instanceof OperatorError ? error.cause : error));
  return { ok: false, reason, message: sentenceFor(reason) };
}
