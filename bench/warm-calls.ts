import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './function-part.ts';
import { canMeasureProcesses, functionProcesses, processorMs, residentMegabytes } from './process-usage.ts';
import { callListOrders } from './tool-request.ts';

/** Two processes that serve the same tool: local mode with the reference stack, and the plain stack. */
export interface Sides {
  readonly guarded: { readonly pid: number; readonly endpoint: string; readonly token: string };
  readonly plain: { readonly pid: number; readonly endpoint: string };
}

/** One number for each process; empty where the platform does not tell. */
type ByPart = Readonly<Partial<Record<Part | 'localMode', number>>>;

export interface WarmCalls {
  /** From request to answer over HTTP, one number for each call. */
  readonly guardedMs: readonly number[];
  readonly plainMs: readonly number[];
  /** CPU of the functions' processes, one entry for each call. */
  readonly processorMs: readonly ByPart[];
  /** Megabytes in RAM after this many calls. */
  readonly residentAfter: Readonly<Record<1 | 50, ByPart>>;
}

/** The reference stack lets 50 calls through in a second; more would be throttled. */
const PACE_MS = 25;

/**
 * Calls both sides in turns, one call at a time, and takes every process's CPU clock between the turns.
 *
 * The first 50 calls of each side warm it up and are not timed.
 */
export async function measureWarmCalls(sides: Sides, calls: number): Promise<WarmCalls> {
  await callBoth(sides);
  const processes = findProcesses(sides);
  const afterOne = mapValues(processes, residentMegabytes);
  for (let call = 1; call < 50; call++) await callBoth(sides);
  const residentAfter = { 1: afterOne, 50: mapValues(processes, residentMegabytes) };
  const [guardedMs, plainMs, used]: [number[], number[], ByPart[]] = [[], [], []];
  for (let call = 0; call < calls; call++) {
    const before = mapValues(processes, processorMs);
    const took = await callBoth(sides);
    guardedMs.push(took.guardedMs);
    plainMs.push(took.plainMs);
    used.push(difference(mapValues(processes, processorMs), before));
  }
  return { guardedMs, plainMs, processorMs: used, residentAfter };
}

async function callBoth({ guarded, plain }: Sides): Promise<{ readonly guardedMs: number; readonly plainMs: number }> {
  const pace = sleep(PACE_MS);
  const guardedMs = await timed(() => callListOrders(guarded.endpoint, guarded.token));
  const plainMs = await timed(() => callListOrders(plain.endpoint));
  // What a process does after its answer belongs to this call too.
  await pace;
  return { guardedMs, plainMs };
}

async function timed(call: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await call();
  return performance.now() - begun;
}

function findProcesses({ guarded, plain }: Sides): ByPart {
  if (!canMeasureProcesses()) return {};
  const found = [...functionProcesses(guarded.pid), ...functionProcesses(plain.pid)];
  return { ...Object.fromEntries(found), localMode: guarded.pid };
}

function mapValues(values: ByPart, read: (pid: number) => number): ByPart {
  return Object.fromEntries(Object.entries(values).map(([part, pid]) => [part, read(pid)]));
}

function difference(after: ByPart, before: ByPart): ByPart {
  const earlier = new Map(Object.entries(before));
  return Object.fromEntries(Object.entries(after).map(([part, value]) => [part, value - (earlier.get(part) ?? 0)]));
}
