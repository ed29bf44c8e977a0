import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Part, partOf } from './function-part.ts';

/** Whether this platform tells what a process uses: Linux with scheduler statistics does. */
export function canMeasureProcesses(): boolean {
  return existsSync('/proc/self/schedstat') && existsSync('/proc/self/task');
}

/**
 * CPU time of all threads of a process so far, in milliseconds.
 *
 * `/proc/<pid>/stat` counts in ticks of 10 ms, longer than a call; the scheduler counts in nanoseconds.
 * Source: https://docs.kernel.org/scheduler/sched-stats.html
 */
export function processorMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** Memory of a process that is in RAM now, in megabytes of 10^6 bytes. Pages shared with others count in full. */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error(`process ${pid} has ended`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The function processes that a host has started, by the part they play. */
export function functionProcesses(hostPid: number): ReadonlyMap<Part, number> {
  const children = readFileSync(`/proc/${hostPid}/task/${hostPid}/children`, 'utf8').split(' ').filter(Boolean);
  return new Map(
    children.map(Number).flatMap((pid) => {
      const environment = environmentOf(pid);
      const part = partOf(environment.AWS_LAMBDA_FUNCTION_NAME ?? '', environment);
      return part === undefined ? [] : [[part, pid] as const];
    }),
  );
}

function environmentOf(pid: number): Record<string, string> {
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
