import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { fencedCommand } from './fenced-command.ts';
import type { FunctionSettings } from './function-settings.ts';
import { forEachLine } from './log-lines.ts';

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A running process of a function. */
export interface FunctionProcess {
  /** Settles once, when the process is gone and its output read. */
  readonly ended: Promise<ProcessExit>;
  kill(how: { readonly force: boolean }): void;
}

export interface StartProcessInput {
  readonly settings: FunctionSettings;
  readonly temporaryFolder: string;
  /** The whole environment; nothing is inherited. */
  readonly variables: Record<string, string>;
  readonly onLine: (text: string) => void;
  /** Told of what the process tried to reach and could not: `host:port`, or a name. */
  readonly onUnreachable: (target: string) => void;
}

/** How long a process may take to leave by itself before it is killed. */
const GRACE_MS = 300;

/** Starts Node behind its fence, with AWS's runtime client in it. */
export function startProcess({ settings, temporaryFolder, variables, ...heard }: StartProcessInput): FunctionProcess {
  const child = spawn(process.execPath, fencedCommand(settings, temporaryFolder), {
    cwd: settings.assetFolder,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  // By descriptor; the last one is the fence's, which says there what it refused.
  const hearers = [undefined, heard.onLine, heard.onLine, heard.onUnreachable];
  for (const [descriptor, hear] of hearers.entries()) {
    const output = child.stdio[descriptor];
    if (hear && output instanceof Readable) forEachLine(output, hear);
  }
  return { ended: exitOf(child), kill: ({ force }) => kill(child, force) };
}

async function exitOf(child: ChildProcess): Promise<ProcessExit> {
  const { promise, resolve } = Promise.withResolvers<ProcessExit>();
  child.once('error', (error) => resolve({ code: null, signal: error.message }));
  child.once('close', (code, signal) => resolve({ code, signal }));
  return promise;
}

function kill(child: ChildProcess, force: boolean): void {
  child.kill(force ? 'SIGKILL' : 'SIGTERM');
  if (force) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  child.once('close', () => clearTimeout(timer));
}
