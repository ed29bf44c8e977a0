import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCdkSettings } from '../infra/cli/cdk-settings.ts';
import { synthesize } from '../infra/cli/synthesize.ts';

export const LOCAL_MODE = fileURLToPath(new URL('../infra/local/main.ts', import.meta.url));
export const PLAIN_MAIN = fileURLToPath(new URL('./plain/main.ts', import.meta.url));
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** A folder of this run with both stacks in it, made from the sources as they are now. */
export interface Workspace {
  /** Where local mode runs and keeps its state; not the project's folder, where another one may run. */
  readonly folder: string;
  /** Assembly of the reference stack. */
  readonly guarded: string;
  /** Assembly of the plain stack. */
  readonly plain: string;
  /** How long the synth of the reference stack took. */
  readonly synthMs: number;
  remove(): void;
}

/** Synthesises both stacks into a temporary folder. */
export async function makeWorkspace(): Promise<Workspace> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sallyport-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const [guarded, plain] = [join(folder, 'guarded'), join(folder, 'plain')];
  mkdirSync(join(folder, 'run'));
  try {
    const { app, context } = await readCdkSettings(PROJECT);
    const begun = performance.now();
    await synthesizeInto(guarded, app, context);
    const synthMs = performance.now() - begun;
    await synthesizeInto(plain, 'node bench/plain/app.ts', context);
    return { folder: join(folder, 'run'), guarded, plain, synthMs, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function synthesizeInto(folder: string, app: string, context: Record<string, unknown>): Promise<void> {
  const words: string[] = [];
  // The assembly lies outside the project; its path must be relative to it.
  const assembly = relative(PROJECT, folder);
  try {
    await synthesize({ folder: PROJECT, assembly, app, context, onWords: (text) => words.push(text) });
  } catch (cause) {
    throw new Error(`${app} does not synthesise: ${words.join('')}`, { cause });
  }
}
