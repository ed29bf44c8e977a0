import type { MiddlewareObj } from '@middy/core';
import type { RunningCall } from './running-call.ts';

/** Cleans up after every call, by success, error or deadline, before its answer is sent (D4). */
export function cleanUpMiddleware(): MiddlewareObj<RunningCall, string> {
  const leave = async ({
    event: { frames, secrets, surroundings },
  }: {
    readonly event: RunningCall;
  }): Promise<void> => {
    frames.close();
    secrets.close();
    await surroundings.cleanUp();
  };
  return { after: leave, onError: leave };
}
