import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assemblyIsStale } from '../../../infra/cli/assembly-staleness.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staleness-'));
  await put('infra/app.ts', 100);
  await put('cdk.json', 100);
});
afterEach(() => rm(folder, { recursive: true }));

/** A file that was changed at this second. */
async function put(name: string, seconds: number): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await utimes(path, seconds, seconds);
}

test('an assembly that does not exist is stale', async () => {
  expect(await assemblyIsStale(folder, 'cdk.out')).toBe(true);
});

test('an assembly younger than all its sources is fresh', async () => {
  await put('cdk.out/manifest.json', 200);
  expect(await assemblyIsStale(folder, 'cdk.out')).toBe(false);
});

test.each([
  'infra/tool/deep/er.ts',
  'functions/tools/list-orders.ts',
  'shared/tools/list-orders.ts',
  'infra/policies/support-desk.cedar',
  'cdk.json',
  'package-lock.json',
])('a change of %s makes the assembly stale', async (name) => {
  await put('cdk.out/manifest.json', 200);
  await put(name, 300);
  expect(await assemblyIsStale(folder, 'cdk.out')).toBe(true);
});

test('a change of a test or a document does not', async () => {
  await put('cdk.out/manifest.json', 200);
  await put('test/infra/app.test.ts', 300);
  await put('README.md', 300);
  expect(await assemblyIsStale(folder, 'cdk.out')).toBe(false);
});
