import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** What the tests said about the code they ran against. */
export interface TestVerdict {
  /** `broken`: no test failed by itself, yet the run did; such a run proves nothing. */
  readonly outcome: 'green' | 'red' | 'broken';
  /** Names of the failed tests, or of the test files that could not run. */
  readonly failed: readonly string[];
}

/** A copy of the project in which code may be changed. */
export interface ProjectCopy {
  /** Replaces the one place of a text in a file. @returns what puts the file back. */
  edit(file: string, remove: string, insert: string): () => void;
  /** Runs test files; ends at the first failure unless `all` is set. */
  test(files: readonly string[], options?: { readonly all?: boolean }): Promise<TestVerdict>;
  delete(): void;
}

const PARTS = ['infra', 'functions', 'shared', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'cdk.json'];

/** A mutation may make code wait for ever; the slowest test file needs a tenth of this. */
const TIMEOUT_MS = 180_000;
/** All test files that a mutation names, in one run, on a machine that is busy. */
const ALL_TIMEOUT_MS = 1_200_000;

/** Copies the project of the current folder. */
export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-mutation-'));
  for (const part of PARTS) cpSync(resolve(part), join(folder, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return {
    edit(file, remove, insert) {
      const path = join(folder, file);
      const original = readFileSync(path, 'utf8');
      const parts = original.split(remove);
      if (parts.length !== 2)
        throw new Error(`${file} holds ${JSON.stringify(remove)} ${parts.length - 1} times, not once`);
      writeFileSync(path, parts.join(insert));
      return () => writeFileSync(path, original);
    },
    test: (files, { all = false } = {}) => runTests(folder, files, all),
    delete: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed']),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

async function runTests(folder: string, files: readonly string[], all: boolean): Promise<TestVerdict> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const project = files.some((file) => file.startsWith('test/e2e/')) ? [] : ['--project=unit', '--project=constructs'];
  const pace = all ? [] : ['--bail=1', '--maxWorkers=1'];
  const reporter = ['--reporter=json', `--outputFile=${report}`];
  const timeout = all ? ALL_TIMEOUT_MS : TIMEOUT_MS;
  const ended = await endOf(folder, ['run', ...project, ...pace, ...reporter, ...files], timeout);
  if (!ended) return { outcome: 'broken', failed: [`the tests did not end within ${timeout} ms`] };
  return readVerdict(Report.parse(JSON.parse(readFileSync(report, 'utf8'))), files);
}

/** Whether vitest ended in time. Whatever a mutation made it leave behind is in its process group and ends with it. */
async function endOf(cwd: string, args: readonly string[], timeout: number): Promise<boolean> {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...args], { cwd, stdio: 'ignore', detached: true });
  const timer = setTimeout(() => endGroup(child), timeout);
  const [, signal] = await once(child, 'exit');
  clearTimeout(timer);
  endGroup(child);
  return signal === null;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) throw new Error('vitest did not start');
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function readVerdict({ testResults }: z.infer<typeof Report>, files: readonly string[]): TestVerdict {
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  if (failed.length > 0) return { outcome: 'red', failed };
  const ran = testResults.filter(({ status, assertionResults }) => status === 'passed' && assertionResults.length > 0);
  const missing = files.filter((file) => !ran.some(({ name }) => name.endsWith(file)));
  return missing.length === 0 ? { outcome: 'green', failed: [] } : { outcome: 'broken', failed: missing };
}
