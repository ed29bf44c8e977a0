import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentVariables } from './environment-variables.ts';
import { startProcess } from './function-process.ts';
import type { FunctionSettings } from './function-settings.ts';
import type { InvocationFailure } from './invocation-failure.ts';
import { invocationHeaders } from './invocation-headers.ts';
import type { PendingInvocation } from './pending-invocation.ts';
import { openRuntimeApi } from './runtime-api.ts';

/** One process of a function, with a Runtime API and a temporary folder of its own. Serves one invocation at a time. */
export interface ExecutionEnvironment {
  /** Runs an invocation. Settles when the environment is free for the next one, or has ended. Never rejects. */
  serve(pending: PendingInvocation, payload: Uint8Array, tenantId: string | undefined): Promise<'free' | 'ended'>;
  /** Settles when the process is gone and its folder removed. */
  readonly ended: Promise<void>;
  /** Ends the process: at once when `force` is set, otherwise it has a moment to leave by itself. */
  stop(how: { readonly force: boolean }): Promise<void>;
}

export interface ExecutionEnvironmentInput {
  readonly settings: FunctionSettings;
  readonly region: string;
  readonly lent: { readonly [name: string]: string };
  /** Folder in which the environment makes its own. */
  readonly temporaryRoot: string;
  /** Limit of the phase before the first invocation, in milliseconds. */
  readonly initLimitMs: number;
  readonly onLine: (text: string) => void;
  readonly onUnreachable: (target: string) => void;
  readonly now: () => number;
}

/** What may happen next in the life of a process. */
type Event =
  | { readonly kind: 'ready' }
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly failure: InvocationFailure };

/** Starts a process; its function's code begins to load at once, as on AWS. */
export async function startExecutionEnvironment(input: ExecutionEnvironmentInput): Promise<ExecutionEnvironment> {
  const { settings, now, onLine, onUnreachable, initLimitMs } = input;
  const temporaryFolder = await mkdtemp(join(input.temporaryRoot, 'tmp-'));
  const key = randomBytes(32).toString('hex');
  const api = await openRuntimeApi({ key });
  const process = startProcess({ settings, temporaryFolder, onLine, onUnreachable, variables: variables() });
  const ended = process.ended.then(async () => {
    api.close();
    await rm(temporaryFolder, { recursive: true, force: true });
  });
  const readyBy = now() + initLimitMs;

  function variables(): Record<string, string> {
    const logStream = `${new Date(now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;
    const { region, lent } = input;
    return environmentVariables({
      settings,
      region,
      lent,
      runtimeApi: api.address,
      runtimeApiKey: key,
      temporaryFolder,
      logStream,
    });
  }

  async function serve(pending: PendingInvocation, payload: Uint8Array, tenantId: string | undefined) {
    const start = await next(readyBy - now());
    if (start.kind !== 'ready') return giveUp(pending, start, initLimitMs / 1000);
    const deadline = now() + settings.timeoutSeconds * 1000;
    const headers = invocationHeaders({ requestId: pending.requestId, settings, deadline, tenantId, now });
    api.hand({ pending, payload, headers });
    const end = await next(settings.timeoutSeconds * 1000);
    return end.kind === 'ready' ? finish(pending) : giveUp(pending, end, settings.timeoutSeconds);
  }

  /** A process that polls without having answered has lost its invocation. */
  function finish(pending: PendingInvocation): 'free' {
    pending.fail({ reason: 'response_cut_off' });
    return 'free';
  }

  async function giveUp(pending: PendingInvocation, event: Exclude<Event, { kind: 'ready' }>, seconds: number) {
    if (event.kind === 'late') onLine(`${pending.requestId} Task timed out after ${seconds.toFixed(2)} seconds`);
    pending.fail(event.kind === 'late' ? { reason: 'timed_out', seconds } : event.failure);
    await stop({ force: true });
    return 'ended' as const;
  }

  async function next(withinMs: number): Promise<Event> {
    const clock = Promise.withResolvers<Event>();
    const timer = setTimeout(() => clock.resolve({ kind: 'late' }), Math.max(0, withinMs));
    const event = await Promise.race<Event>([
      api.ready().then(() => ({ kind: 'ready' })),
      api.initFailure.then((error) => ({ kind: 'failed', failure: { reason: 'reported', error } })),
      process.ended.then((exit) => ({ kind: 'failed', failure: { reason: 'exited', ...exit } })),
      clock.promise,
    ]);
    clearTimeout(timer);
    return event;
  }

  async function stop({ force }: { readonly force: boolean }): Promise<void> {
    process.kill({ force });
    await ended;
  }

  return { serve, ended, stop };
}
