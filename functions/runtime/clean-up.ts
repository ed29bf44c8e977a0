import { callScope } from './call-scope.ts';
import { rememberOutput } from './guard-output.ts';
import { rememberProcess } from './process-state.ts';
import { emptyFolder } from './scratch-folder.ts';

/** The surroundings of one call, and the way back to how they were before it. */
export interface Surroundings {
  /** Runs the call's code. */
  run<Result>(code: () => Promise<Result>): Promise<Result>;
  /** Lets everything the call writes to the log pass through a function first. */
  guardOutput(hide: (text: string) => string): void;
  /**
   * Removes what the call left: timers, handles, files, global names, environment variables, listeners, guards of the log (D4).
   *
   * @throws Error when something stays, so that no answer leaves an environment that is not clean.
   */
  cleanUp(): Promise<void>;
}

/** Remembers the surroundings before a call. `scratch` is the folder to empty, where this environment has its own. */
export function surroundings(scratch: string | undefined): Surroundings {
  const scope = callScope();
  const state = rememberProcess();
  const output = rememberOutput();

  return {
    run: (code) => scope.run(code),
    guardOutput: output.guard,
    async cleanUp() {
      scope.close();
      output.restore();
      const stuck = state.restore();
      if (scratch !== undefined) await emptyFolder(scratch);
      if (stuck.length > 0) throw new Error(`global names cannot be removed: ${stuck.join(', ')}`);
    },
  };
}
