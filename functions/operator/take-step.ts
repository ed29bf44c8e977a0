import type { OperatorAnswer } from '../../shared/operator-request.ts';
import { failureLine } from './failure-line.ts';

/** What became of one step beyond the switch. */
export type Step = Extract<OperatorAnswer, { ok: true }>['steps'][number];

/** Takes a step and says whether it was done: one that fails keeps no other from being tried, and undoes nothing. */
export async function takeStep(
  step: Step['step'],
  take: () => Promise<unknown>,
  log: (line: string) => void,
): Promise<Step> {
  try {
    await take();
    return { step, done: true };
  } catch (error) {
    log(failureLine(step, error));
    return { step, done: false };
  }
}
