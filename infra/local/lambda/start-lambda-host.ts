import { randomUUID } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedStack } from '../template/deployed-stack.ts';
import { admitInvocation } from './admit-invocation.ts';
import { DEFAULT_LIMITS, type EnvironmentLimits } from './environment-limits.ts';
import { EnvironmentPool, type Wanted } from './environment-pool.ts';
import { startExecutionEnvironment } from './execution-environment.ts';
import type { Invocation, InvocationOutcome, InvocationResponse, LambdaHost } from './lambda-host.ts';
import { pendingInvocation } from './pending-invocation.ts';
import { stageCode } from './stage-code.ts';

/** One line that a function wrote, or that Lambda wrote about it. */
export interface FunctionLogLine {
  readonly functionName: string;
  readonly tenantId?: string;
  readonly text: string;
}

export interface LambdaHostInput {
  readonly stack: DeployedStack;
  /** Variables lent to a new process: credentials of the function's role, AWS's endpoint on this machine. */
  readonly environmentFor: (functionName: string) => Promise<Readonly<Record<string, string>>>;
  readonly onLog: (line: FunctionLogLine) => void;
  /**
   * Told of what a function tried to reach and its network does not let through.
   *
   * @default - nobody is told
   */
  readonly onUnreachable?: (functionName: string, target: string) => void;
  readonly now: () => number;
  /** @default DEFAULT_LIMITS */
  readonly limits?: Partial<EnvironmentLimits>;
}

const LONGEST_HOLD_MS = 1_000;

/** Starts the stand-in for AWS Lambda. Functions are read from the template when they are first invoked. */
export async function startLambdaHost(input: LambdaHostInput): Promise<LambdaHost> {
  const limits = { ...DEFAULT_LIMITS, ...input.limits };
  const temporaryRoot = await mkdtemp(join(realpathSync(tmpdir()), 'sallyport-lambda-'));
  const pool = new EnvironmentPool({ start, limits, now: input.now });
  const staged = stageCode(join(temporaryRoot, 'code'));
  process.once('exit', leaveNothing);

  async function start({ settings, tenantId }: Wanted) {
    const { functionName } = settings;
    return startExecutionEnvironment({
      settings: await staged(settings),
      region: input.stack.region,
      lent: await input.environmentFor(functionName),
      temporaryRoot,
      initLimitMs: limits.initMs,
      onLine: (text) => input.onLog({ functionName, ...(tenantId === undefined ? {} : { tenantId }), text }),
      onUnreachable: (target) => input.onUnreachable?.(functionName, target),
      now: input.now,
    });
  }

  async function invoke(invocation: Invocation): Promise<InvocationResponse> {
    const settings = admitInvocation(input.stack, invocation);
    const lease = await pool.lease({ settings, tenantId: invocation.tenantId });
    const pending = pendingInvocation(randomUUID());
    const served = lease.environment.serve(pending, invocation.payload, invocation.tenantId).then(lease.giveBack);
    const response = await pending.response;
    return { ...response, outcome: afterGivingBack(response.outcome, served) };
  }

  async function close(): Promise<void> {
    await pool.close({ force: false });
    process.off('exit', leaveNothing);
    await rm(temporaryRoot, { recursive: true, force: true });
  }

  function leaveNothing(): void {
    void pool.close({ force: true });
    rmSync(temporaryRoot, { recursive: true, force: true });
  }

  return { invoke, close };
}

/**
 * Holds an outcome back until the process is free, which is a millisecond later, so that a caller who invokes again at
 * once finds it warm. A function that goes on working after its answer does not hold it for long.
 */
async function afterGivingBack(outcome: Promise<InvocationOutcome>, served: Promise<void>): Promise<InvocationOutcome> {
  const result = await outcome;
  await Promise.race([served, sleep(LONGEST_HOLD_MS, undefined, { ref: false })]);
  return result;
}
