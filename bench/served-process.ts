import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** A process that serves a template until it is disposed of. */
export interface ServedProcess extends AsyncDisposable {
  readonly pid: number;
  readonly endpoint: string;
  /** From the start of the process to its ready line. */
  readonly readyMs: number;
}

const Ready = z.object({ event: z.literal('ready'), endpoint: z.url() });

const START_LIMIT_MS = 60_000;

/**
 * Starts a Node program in a folder and waits until it says that it is ready.
 *
 * @throws Error with the program's own words when it does not get there.
 */
export async function startServing(words: readonly string[], folder: string): Promise<ServedProcess> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await ended;
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.safeParse(parseLine(line));
    if (!ready.success || child.pid === undefined) continue;
    clearTimeout(timer);
    // Nobody reads on: what the process says from now must not fill the pipe.
    child.stdout.resume();
    return {
      pid: child.pid,
      endpoint: ready.data.endpoint,
      readyMs: performance.now() - begun,
      [Symbol.asyncDispose]: stop,
    };
  }
  clearTimeout(timer);
  throw new Error(`${words[0]} ended before it was ready: ${complaint}`);
}

function parseLine(line: string): unknown {
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}
