import type { Writable } from 'node:stream';
import middy from '@middy/core';
import type { Context, StreamifyHandler } from 'aws-lambda';
import type * as z from 'zod';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { cleanUpMiddleware } from './clean-up-middleware.ts';
import { type Implementation, runImplementation } from './run-implementation.ts';
import { openCall, type RunningCall } from './running-call.ts';
import { scratchFolder } from './scratch-folder.ts';
import { DeadlinePassed, sealFailure } from './seal-failure.ts';

/** How long before Lambda's timeout a call is given up: enough to clean up and to say so. */
const DEADLINE_MARGIN_MS = 250;

/** Makes the Lambda handler of a tool out of its contract and what it does. */
export function toolHandler<Input extends z.ZodObject, Output extends z.ZodObject>(
  contract: ToolContract<Input, Output>,
  implement: Implementation<Input, Output>,
): StreamifyHandler<unknown, void> {
  const scratch = scratchFolder(process.env);

  const answer = middy<RunningCall, string>({
    timeoutEarlyInMillis: DEADLINE_MARGIN_MS,
    timeoutEarlyResponse: giveUp,
  })
    .use(cleanUpMiddleware())
    .handler((running: RunningCall, _context: Context, { signal }: { signal: AbortSignal }) =>
      running.surroundings.run(() => runImplementation(contract, implement, running, signal)),
    );

  async function serve(event: unknown, stream: Writable, context: Context): Promise<void> {
    let running: RunningCall | undefined;
    try {
      running = openCall(event, stream, scratch);
      await running.frames.send(await answer(running, context));
    } catch (error) {
      throw sealFailure(error, running, contract.name);
    }
  }

  return awslambda.streamifyResponse(serve);
}

function giveUp(): never {
  throw new DeadlinePassed();
}
