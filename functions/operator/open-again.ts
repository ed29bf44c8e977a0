import type { OperatorAnswer } from '../../shared/operator-request.ts';
import { lentSessionsOf } from './lent-sessions.ts';
import { OperatorError } from './operator-failure.ts';
import type { OperatorParts } from './operator-parts.ts';
import { changeRecord, type ProvenOrder, secondsOf } from './proven-order.ts';
import { afterChange, changesAnything, stopChange } from './stop-change.ts';
import { type Step, takeStep } from './take-step.ts';

/**
 * Takes a switch away again, once its record stands: nothing is opened that nobody could see (I6).
 *
 * Sessions lent before stay ended; what is lent from now on lives.
 *
 * @throws OperatorError with `record_refused` or `state_unreachable`.
 */
export async function openAgain(proven: ProvenOrder, parts: OperatorParts): Promise<OperatorAnswer> {
  const { order, actor, found, at } = proven;
  const change = stopChange(order.action, found.target, secondsOf(at));
  const before = await parts.items.read(change.key);
  const values = { before, after: afterChange(before, change) };
  await writeRecord(proven, values, parts);
  if (changesAnything(before, change)) await parts.items.change(change, before);
  const steps: Step[] = [{ step: 'record', done: true }, ...(await lendAgain(proven, parts))];
  return { ok: true, actor, target: found.target, ...values, steps };
}

async function lendAgain({ found, at }: ProvenOrder, { cutSessions, log }: OperatorParts): Promise<Step[]> {
  const sessions = lentSessionsOf(found.target);
  if (sessions === undefined) return [];
  const until = secondsOf(at) - 1;
  return [await takeStep('end_sessions', () => cutSessions({ ...sessions, until, bound: 'at-most' }), log)];
}

async function writeRecord(
  proven: ProvenOrder,
  values: Parameters<typeof changeRecord>[1],
  parts: OperatorParts,
): Promise<void> {
  try {
    await parts.writer.write(changeRecord(proven, values, parts));
  } catch (cause) {
    throw new OperatorError('record_refused', { cause });
  }
}
