import { setTimeout as sleep } from 'node:timers/promises';
import { canMeasureProcesses, residentMegabytes } from './process-usage.ts';
import { type ServedProcess, startServing } from './served-process.ts';
import { LOCAL_MODE, type Workspace } from './workspace.ts';

/** One start of local mode. */
export interface LocalModeStart {
  readonly readyMs: number;
  /** Undefined where the platform does not tell. */
  readonly idleMegabytes: number | undefined;
}

/** How long local mode is left alone before its memory is read. */
const IDLE_MS = 1_500;

/** Starts local mode as a person does, several times, and calls nothing. */
export async function measureLocalModeStarts({ guarded, folder }: Workspace, times: number): Promise<LocalModeStart[]> {
  const starts: LocalModeStart[] = [];
  for (let time = 0; time < times; time++) {
    await using localMode = await startLocalMode(guarded, folder);
    await sleep(IDLE_MS);
    const idleMegabytes = canMeasureProcesses() ? residentMegabytes(localMode.pid) : undefined;
    starts.push({ readyMs: localMode.readyMs, idleMegabytes });
  }
  return starts;
}

export function startLocalMode(assembly: string, folder: string): Promise<ServedProcess> {
  return startServing([LOCAL_MODE, '--assembly', assembly, '--port', '0', '--json'], folder);
}
