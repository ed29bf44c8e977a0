import type { OperatorAnswer } from '../../shared/operator-request.ts';
import { lentSessionsOf } from './lent-sessions.ts';
import type { OperatorParts } from './operator-parts.ts';
import { changeRecord, type ProvenOrder, secondsOf } from './proven-order.ts';
import { afterChange, stopChange } from './stop-change.ts';
import { type Step, takeStep } from './take-step.ts';

/** A call that was let in just before may still borrow; no call takes longer. */
const IN_FLIGHT_SECONDS = 120;

/**
 * Stops at once, then does what goes beyond it. The stop comes first and stays, whatever fails after it: a step that was
 * not done is named, so that it can be done again (B7, I6).
 *
 * @throws OperatorError with `state_unreachable` when the stop itself could not be written.
 */
export async function stop(proven: ProvenOrder, parts: OperatorParts): Promise<OperatorAnswer> {
  const { order, actor, found, at } = proven;
  const change = stopChange(order.action, found.target, secondsOf(at));
  const before = await parts.items.change(change);
  const values = { before, after: afterChange(before, change) };
  const steps = [
    ...(await signOut(proven, parts)),
    ...(await endSessions(proven, parts)),
    await takeStep('record', () => parts.writer.write(changeRecord(proven, values, parts)), parts.log),
  ];
  return { ok: true, actor, target: found.target, ...values, steps };
}

async function signOut({ found: { username } }: ProvenOrder, { signOut, log }: OperatorParts): Promise<Step[]> {
  if (username === undefined || signOut === undefined) return [];
  return [await takeStep('sign_out', () => signOut(username), log)];
}

async function endSessions({ order, found, at }: ProvenOrder, { cutSessions, log }: OperatorParts): Promise<Step[]> {
  const sessions = lentSessionsOf(found.target);
  if (sessions === undefined) return [];
  const until = secondsOf(at) + (order.action === 'disable' ? IN_FLIGHT_SECONDS : 0);
  return [await takeStep('end_sessions', () => cutSessions({ ...sessions, until, bound: 'at-least' }), log)];
}
