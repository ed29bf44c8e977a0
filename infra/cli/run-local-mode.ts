import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CommandError, ExitCode } from './exit-code.ts';

const LOCAL_MODE = fileURLToPath(new URL('../local/main.ts', import.meta.url));

/** Signals that ask local mode to end. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs local mode as a process of its own until it ends.
 *
 * Its IPC channel carries no messages: it closes when this process is killed, and local mode ends with it.
 */
export async function runLocalMode(words: readonly string[], file = LOCAL_MODE): Promise<ExitCode> {
  const child = spawn(process.execPath, [file, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A group of its own: otherwise Ctrl-C would reach it twice, from the terminal and from here.
    detached: process.platform !== 'win32',
  });
  const stopForwarding = forwardSignals(child);
  try {
    const [code, signal] = await once(child, 'close');
    if (signal !== null) throw new CommandError(ExitCode.refused, `Local mode was ended by ${signal}.`);
    return exitCodeOf(code);
  } finally {
    stopForwarding();
  }
}

function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ENDINGS) process.on(signal, forward);
  return () => {
    for (const signal of ENDINGS) process.off(signal, forward);
  };
}

/** A code this command does not document is a failure. */
function exitCodeOf(code: unknown): ExitCode {
  return Object.values(ExitCode).find((known) => known === code) ?? ExitCode.refused;
}
