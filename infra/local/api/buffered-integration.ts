import type { Json } from '../../../shared/json-schema.ts';
import type { LambdaHost } from '../lambda/lambda-host.ts';
import { ApiRefusal } from './api-failure.ts';
import { beforeDeadline } from './before-deadline.ts';
import { callFunction } from './call-function.ts';
import { malformed, readProxyResponse } from './proxy-response.ts';
import type { ApiResponse } from './send-response.ts';

/** One buffered call. */
export interface BufferedCall {
  readonly lambda: LambdaHost;
  readonly functionName: string;
  readonly event: Json;
  readonly timeoutMs: number;
}

/**
 * Calls a function and waits for all of its answer. A function that takes too long goes on alone.
 *
 * @throws ApiRefusal for a timeout, a refusal of Lambda, an error of the function and a malformed response.
 */
export async function answerByFunction({ lambda, functionName, event, timeoutMs }: BufferedCall): Promise<ApiResponse> {
  const waited = await beforeDeadline(callFunction(lambda, functionName, event), timeoutMs);
  if (!waited.inTime) {
    throw new ApiRefusal({ kind: 'integration_timeout', reason: `${functionName} took more than ${timeoutMs} ms` });
  }
  const answer = waited.value;
  if (answer.ok) return readProxyResponse(answer.payload);
  const reason = `${functionName}: ${answer.errorType}: ${answer.errorMessage}`;
  if (answer.by === 'function') throw malformed(reason);
  throw new ApiRefusal({ kind: 'integration_failed', reason });
}
