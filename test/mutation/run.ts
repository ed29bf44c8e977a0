import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';
import { copyProject, type ProjectCopy, type TestVerdict } from './project-copy.ts';

/** One for each core of a CI machine. */
const COPIES = 2;

/**
 * Takes each control out of the code, one at a time, and expects its tests to turn red.
 *
 * Works on copies. First every test named must be green on the code as it is, for a red test proves nothing. Exits 1 when
 * a control could be removed without any test noticing. With arguments, runs only the mutations whose id, file or control
 * contains one of them.
 */
async function main(wanted: readonly string[]): Promise<number> {
  const chosen = MUTATIONS.filter(({ id, file, control }) => isWanted(`${id} ${file} ${control}`, wanted));
  if (chosen.length === 0) throw new Error(`no mutation matches ${wanted.join(', ')}`);
  const copies = Array.from({ length: COPIES }, copyProject);
  try {
    return (await allGreen(copies, chosen)) ? await allNoticed(copies, chosen) : 1;
  } finally {
    for (const copy of copies) copy.delete();
  }
}

function isWanted(text: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((word) => text.includes(word));
}

async function allGreen([copy]: readonly ProjectCopy[], chosen: readonly Mutation[]): Promise<boolean> {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const { outcome, failed } = (await copy?.test(files, { all: true })) ?? { outcome: 'broken', failed: files };
  if (outcome === 'green') return true;
  console.log(`the tests must be green before anything is removed:\n  ${failed.join('\n  ')}`);
  return false;
}

async function allNoticed(copies: readonly ProjectCopy[], chosen: readonly Mutation[]): Promise<number> {
  const queue = [...chosen.entries()];
  const unproven: string[] = [];
  async function work(copy: ProjectCopy): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, mutation] = next;
      const verdict = await testWithout(copy, mutation);
      console.log(describe(`${index + 1}/${chosen.length}`, mutation, verdict));
      if (verdict.outcome !== 'red') unproven.push(`${verdict.outcome}: ${mutation.id} ${mutation.control}`);
    }
  }
  await Promise.all(copies.map(work));
  console.log(`\n${chosen.length - unproven.length} of ${chosen.length} removed controls turned a test red`);
  for (const line of unproven) console.log(`  ${line}`);
  return unproven.length === 0 ? 0 : 1;
}

async function testWithout(copy: ProjectCopy, { file, remove, insert, tests }: Mutation): Promise<TestVerdict> {
  const putBack = copy.edit(file, remove, insert);
  try {
    return await copy.test(tests);
  } finally {
    putBack();
  }
}

const SHOWN: Readonly<Record<TestVerdict['outcome'], string>> = { red: 'red   ', green: 'GREEN ', broken: 'BROKEN' };

function describe(place: string, { id, control, file }: Mutation, { outcome, failed }: TestVerdict): string {
  const why = outcome === 'red' ? '' : `  ${file} ${failed.join('; ')}`;
  return `${place.padStart(7)}  ${SHOWN[outcome]}  ${id.padEnd(4)} ${control}${why}`;
}

process.exitCode = await main(process.argv.slice(2));
