import type { Json } from '../../../shared/json-schema.ts';
import type { InvocationResponse, LambdaHost } from '../lambda/lambda-host.ts';

/** What came of calling a function and waiting for all of its answer. */
export type FunctionAnswer =
  | { readonly ok: true; readonly payload: Buffer }
  | {
      readonly ok: false;
      readonly by: 'lambda' | 'function';
      readonly errorType: string;
      readonly errorMessage: string;
    };

/** Calls a function and reads its whole answer. Never rejects: refusals of Lambda and errors of the function are answers. */
export async function callFunction(lambda: LambdaHost, functionName: string, event: Json): Promise<FunctionAnswer> {
  const started = await startFunction(lambda, functionName, event);
  if (!started.ok) return started;
  const chunks: Uint8Array[] = [];
  for await (const chunk of started.response.body) chunks.push(chunk);
  const outcome = await started.response.outcome;
  return outcome.ok ? { ok: true, payload: Buffer.concat(chunks) } : { ...outcome, by: 'function' };
}

/** Starts a function; a refusal of Lambda is an answer, too. */
export async function startFunction(
  lambda: LambdaHost,
  functionName: string,
  event: Json,
): Promise<{ readonly ok: true; readonly response: InvocationResponse } | Extract<FunctionAnswer, { ok: false }>> {
  try {
    const response = await lambda.invoke({ functionName, payload: Buffer.from(JSON.stringify(event)) });
    return { ok: true, response };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, by: 'lambda', errorType: name, errorMessage: message };
  }
}
