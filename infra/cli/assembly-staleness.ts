import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = [
  'infra/**/*.ts',
  'infra/**/*.cedar',
  'functions/**/*.ts',
  'shared/**/*.ts',
  'cdk.json',
  'package-lock.json',
];

/** Says whether anything the assembly is made from is newer than it, or there is no assembly at all. */
export async function assemblyIsStale(folder: string, assembly: string): Promise<boolean> {
  const made = await modified(join(folder, assembly, 'manifest.json'));
  if (made === undefined) return true;
  for await (const source of glob(SOURCES, { cwd: folder })) {
    // A file that went away between being found and being looked at is a change too.
    if (((await modified(join(folder, source))) ?? Number.POSITIVE_INFINITY) > made) return true;
  }
  return false;
}

async function modified(path: string): Promise<number | undefined> {
  return (await stat(path).catch(whenAbsent))?.mtimeMs;
}

function whenAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
