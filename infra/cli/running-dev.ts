import { type DevState, readDevState } from '../dev-state.ts';
import { CommandError, ExitCode } from './exit-code.ts';

/**
 * Finds the local mode that runs in a folder.
 *
 * @throws CommandError when there is none, with what to do.
 */
export async function runningDev(folder: string): Promise<DevState> {
  const state = await readState(folder);
  if (state && isRunning(state.pid)) return state;
  throw new CommandError(
    ExitCode.notRunning,
    'Local mode is not running in this folder. Start it with "npx sallyport dev" and try again in another terminal.',
  );
}

async function readState(folder: string): Promise<DevState | undefined> {
  try {
    return await readDevState(folder);
  } catch (error) {
    const sentence = '.sallyport/dev.json is not what local mode writes. Stop local mode and start it again.';
    throw new CommandError(ExitCode.notRunning, sentence, { cause: error });
  }
}

/** Signal 0 only asks; a process of another user counts as running. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
