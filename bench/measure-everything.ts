import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { accessTokenFor } from '../infra/cli/access-token.ts';
import { readDevState } from '../infra/dev-state.ts';
import { type ColdStart, measureColdStarts } from './cold-starts.ts';
import type { Measurements } from './figures.ts';
import { PARTS, type Part } from './function-part.ts';
import { type LoanCosts, measureLoans } from './loan-costs.ts';
import { measureLocalModeStarts, startLocalMode } from './local-mode-starts.ts';
import { partResources } from './part-resources.ts';
import { startPlainStack } from './plain/start-plain-stack.ts';
import type { Served } from './served.ts';
import { startServing } from './served-process.ts';
import { startGuardedStack } from './start-guarded-stack.ts';
import { measureWarmCalls, type WarmCalls } from './warm-calls.ts';
import { makeWorkspace, PLAIN_MAIN, type Workspace } from './workspace.ts';

/** How much is measured. */
export interface Settings {
  /** Fresh processes of each function. */
  readonly coldStarts: number;
  /** Timed calls of each side. */
  readonly warmCalls: number;
  readonly localModeStarts: number;
  /** Batches of loans. */
  readonly loans: number;
}

export const FULL: Settings = { coldStarts: 15, warmCalls: 300, localModeStarts: 5, loans: 30 };
export const QUICK: Settings = { coldStarts: 3, warmCalls: 20, localModeStarts: 1, loans: 3 };

/** Takes every measurement, one after another: nothing runs beside what is measured but what it needs. */
export async function measureEverything(settings: Settings, say: (line: string) => void): Promise<Measurements> {
  say('synthesising the reference stack and the plain stack');
  const workspace = await makeWorkspace();
  try {
    say(`starting local mode, ${settings.localModeStarts} times`);
    const localMode = await measureLocalModeStarts(workspace, settings.localModeStarts);
    say(`starting ${PARTS.length} functions cold, ${settings.coldStarts} times each`);
    const { cold, bundleBytes, loans } = await coldPart(workspace, settings);
    say(`calling both sides ${settings.warmCalls} times, after 50 calls to warm up`);
    const warm = await warmPart(workspace, settings.warmCalls);
    return { synthMs: workspace.synthMs, localMode, cold, bundleBytes, loans, warm };
  } finally {
    workspace.remove();
  }
}

async function coldPart(
  { guarded, plain }: Workspace,
  { coldStarts: rounds, loans: batches }: Settings,
): Promise<{
  readonly cold: Record<Part, readonly ColdStart[]>;
  readonly bundleBytes: Record<Part, number>;
  readonly loans: LoanCosts;
}> {
  const behindGate = await startGuardedStack(guarded);
  try {
    const inTheOpen = await startPlainStack(plain);
    try {
      const bundleBytes = bundleSizes([behindGate, inTheOpen]);
      const cold = await measureColdStarts(behindGate, inTheOpen, rounds);
      return { cold, bundleBytes, loans: await measureLoans(behindGate, batches) };
    } finally {
      await inTheOpen.close();
    }
  } finally {
    await behindGate.close();
  }
}

async function warmPart({ guarded, plain, folder }: Workspace, calls: number): Promise<WarmCalls> {
  await using localMode = await startLocalMode(guarded, folder);
  await using other = await startServing([PLAIN_MAIN, plain], folder);
  const state = await readDevState(folder);
  if (state === undefined) throw new Error('local mode left no state');
  const token = await accessTokenFor(state, { user: 'alice' });
  const { pid, endpoint } = localMode;
  return await measureWarmCalls({ guarded: { pid, endpoint, token }, plain: other }, calls);
}

function bundleSizes(sides: readonly Served[]): Record<Part, number> {
  const sizes = { authorizer: 0, gateway: 0, tool: 0, constantTool: 0, bare: 0 };
  for (const { stack } of sides) {
    for (const [part, resource] of partResources(stack)) {
      const folder = stack.assetFolder(resource);
      sizes[part] = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    }
  }
  return sizes;
}
