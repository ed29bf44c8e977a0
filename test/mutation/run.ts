import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Mutation, MUTATIONS } from './mutations.ts';

/**
 * Takes each control out of the code, one at a time, and expects its tests to turn red.
 *
 * Works on a copy. Prints a table; exits 1 when a control could be removed without any test noticing.
 * With arguments, runs only the mutations whose id or file contains one of them.
 */
function main(wanted: readonly string[]): number {
  const copy = copyOfProject();
  try {
    const chosen = MUTATIONS.filter(({ id, file }) => wanted.length === 0 || wanted.some((word) => `${id} ${file}`.includes(word)));
    const survivors = chosen.filter((mutation, index) => !isNoticed(copy, mutation, `${index + 1}/${chosen.length}`));
    console.log(`\n${chosen.length - survivors.length} of ${chosen.length} removed controls turned a test red`);
    for (const { id, control } of survivors) console.log(`  not noticed: ${id} ${control}`);
    return survivors.length === 0 && chosen.length > 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'sallyport-mutation-'));
  for (const part of ['infra', 'functions', 'shared', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'cdk.json']) {
    cpSync(resolve(part), join(copy, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

function isNoticed(copy: string, mutation: Mutation, place: string): boolean {
  const file = join(copy, mutation.file);
  const original = readFileSync(file, 'utf8');
  const parts = original.split(mutation.remove);
  if (parts.length !== 2) {
    throw new Error(`${mutation.id}: ${mutation.file} holds the control's code ${parts.length - 1} times, expected once`);
  }
  writeFileSync(file, parts.join(mutation.insert));
  try {
    const { status } = spawnSync('npx', ['vitest', 'run', '--bail=1', '--reporter=dot', ...mutation.tests], {
      cwd: copy,
      stdio: 'ignore',
    });
    const noticed = status === 1;
    console.log(`${place.padStart(7)}  ${noticed ? 'red ' : 'GREEN'}  ${mutation.id.padEnd(8)} ${mutation.control}`);
    return noticed;
  } finally {
    writeFileSync(file, original);
  }
}

process.exitCode = main(process.argv.slice(2));
