import type { Invocation, LambdaHost } from '../infra/local/lambda/lambda-host.ts';

/** A Lambda host that keeps the latest invocation of each function. */
export interface RecordingHost extends LambdaHost {
  readonly recorded: ReadonlyMap<string, Invocation>;
}

/** Lets every invocation through and keeps it: a cold start is measured with an event that really occurred. */
export function recordingHost(host: LambdaHost): RecordingHost {
  const recorded = new Map<string, Invocation>();
  return {
    recorded,
    invoke(invocation) {
      recorded.set(invocation.functionName, invocation);
      return host.invoke(invocation);
    },
    close: () => host.close(),
  };
}
