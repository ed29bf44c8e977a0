import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from './functions-on-disk.ts';

const HOST = new URL('../../../../infra/local/lambda/start-lambda-host.ts', import.meta.url).href;

/** A program that starts a host, invokes one function, prints what it returned and waits for a word to end. */
const PROGRAM = `
import { startLambdaHost } from ${JSON.stringify(HOST)};
const properties = { Handler: 'index.handler', Runtime: 'nodejs24.x' };
const resource = { type: 'AWS::Lambda::Function', physicalId: 'f', properties, path: 'f' };
const stack = { region: 'eu-central-1', account: '1', find: () => resource, assetFolder: () => import.meta.dirname };
const host = await startLambdaHost({ stack, environmentFor: async () => ({}), onLog() {}, now: Date.now });
const { body } = await host.invoke({ functionName: 'f', payload: new TextEncoder().encode('{}') });
for await (const chunk of body) process.stdout.write(chunk);
process.stdin.once('data', () => process.exit(0));
`;

const HANDLER = `import { tmpdir } from 'node:os';
export const handler = async () => ({ pid: process.pid, folder: tmpdir() });`;

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sallyport-exit-'));
  await writeFile(join(root, 'host.mjs'), PROGRAM);
  await writeFile(join(root, 'index.mjs'), HANDLER);
});

afterAll(() => rm(root, { recursive: true }));

async function startProgram(): Promise<{ program: ChildProcess; pid: number; folder: string }> {
  const program = spawn(process.execPath, [join(root, 'host.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const printed = await new Promise<Buffer>((resolve) => program.stdout.once('data', resolve));
  return { program, ...JSON.parse(printed.toString()) };
}

test('a host that exits without closing takes its processes and folders with it', async () => {
  const { program, pid, folder } = await startProgram();
  expect(isAlive(pid)).toBe(true);
  program.stdin?.write('end');
  await once(program, 'exit');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

test('processes of a host that was killed end by themselves', async () => {
  const { program, pid, folder } = await startProgram();
  program.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  await rm(join(folder, '..'), { recursive: true });
});
