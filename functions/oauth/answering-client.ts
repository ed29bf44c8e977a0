import type { WebAnswer } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import { answerFailure } from './answer-failure.ts';
import type { ReturnAddress } from './authorization-request.ts';
import type { FacadeParts } from './facade-parts.ts';
import { logFailure } from './log-failure.ts';
import { oauthFailureOf } from './oauth-failure.ts';

/** Takes a step after which the client waits: whatever stops it, the client hears of it at its own address. */
export async function answeringClient(
  back: ReturnAddress,
  { requestId }: WebRequest,
  { environment, log }: FacadeParts,
  step: () => Promise<WebAnswer>,
): Promise<WebAnswer> {
  try {
    return await step();
  } catch (error) {
    logFailure(log, requestId, error);
    return answerFailure(oauthFailureOf(error), { kind: 'client', back, resource: environment.RESOURCE });
  }
}
