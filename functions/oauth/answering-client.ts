import { answerFailure } from './answer-failure.ts';
import type { ReturnAddress } from './authorization-request.ts';
import type { FacadeAnswer } from './facade-answer.ts';
import type { FacadeParts } from './facade-parts.ts';
import type { FacadeRequest } from './facade-request.ts';
import { logFailure } from './log-failure.ts';
import { oauthFailureOf } from './oauth-failure.ts';

/** Takes a step after which the client waits: whatever stops it, the client hears of it at its own address. */
export async function answeringClient(
  back: ReturnAddress,
  { requestId }: FacadeRequest,
  { environment, log }: FacadeParts,
  step: () => Promise<FacadeAnswer>,
): Promise<FacadeAnswer> {
  try {
    return await step();
  } catch (error) {
    logFailure(log, requestId, error);
    return answerFailure(oauthFailureOf(error), { kind: 'client', back, resource: environment.RESOURCE });
  }
}
