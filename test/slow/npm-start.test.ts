import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DevState, readDevState } from '../../infra/dev-state.ts';
import { signInWithInspector } from './inspector-sign-in.ts';

const run = promisify(execFile);

/** A folder like a fresh clone, so that a local mode that runs in this one is left alone. */
const folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'));
const PARTS = ['infra', 'functions', 'shared', 'node_modules', 'cdk.json', 'package.json', 'package-lock.json'];

let npm: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  for (const part of PARTS) symlinkSync(resolve(part), join(folder, part));
  npm = spawn('npm', ['start', '--', '--json', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ready = await readyEvent(npm);
  expect(ready).toMatchObject({ event: 'ready', endpoint: expect.any(String), issuer: expect.any(String) });
  endpoint = String(ready.endpoint);
});
afterAll(() => {
  if (npm.pid !== undefined && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function readyEvent({ stdout }: ChildProcess): Promise<Record<string, unknown>> {
  if (!stdout) throw new Error('npm start has no output');
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('{')) return JSON.parse(line);
  }
  throw new Error('npm start ended before it was ready');
}

function npx(...words: string[]) {
  return run('npx', words, { cwd: folder, maxBuffer: 10_000_000 });
}

function inspect(token: string, ...words: string[]) {
  return npx(
    'mcp-inspector',
    '--cli',
    endpoint,
    '--transport',
    'http',
    '--header',
    `Authorization: Bearer ${token}`,
    ...words,
  );
}

describe('what npm start prints leads a newcomer on', () => {
  test('sallyport token prints the token and nothing else', async () => {
    const { stdout } = await npx('sallyport', 'token', '--user', 'alice');
    expect(stdout).toMatch(/^ey[\w-]+\.ey[\w-]+\.[\w-]+\n$/);
  });

  test('the MCP Inspector lists the tools and calls one, in its command-line mode', async () => {
    const token = (await npx('sallyport', 'token', '--user', 'alice')).stdout.trim();
    const listed = JSON.parse((await inspect(token, '--method', 'tools/list')).stdout);
    expect(listed.tools.map(({ name }: { name: string }) => name)).toContain('list_orders');
    const called = await inspect(
      token,
      '--method',
      'tools/call',
      '--tool-name',
      'list_orders',
      '--tool-arg',
      'limit=1',
    );
    expect(JSON.parse(called.stdout).structuredContent.orders).toHaveLength(1);
  });

  test('the MCP Inspector signs a person in by itself, from first contact without a token (B3, B4, B5)', async () => {
    const [client] = (await readDevState(folder))?.clients ?? [];
    const words = ['--method', 'tools/call', '--tool-name', 'list_orders', '--tool-arg', 'limit=1'];
    const called = await signInWithInspector({ endpoint, clientId: client?.id ?? '', person: 'alice', words });
    expect(JSON.parse(called).structuredContent.orders).toHaveLength(1);
  });

  test('sallyport call steps up by itself, and a tool’s refusal ends with exit code 1', async () => {
    const saved = await npx('sallyport', 'call', 'save_document', '{"name":"a.txt","text":"hello"}', '--user', 'bob');
    expect(JSON.parse(saved.stdout)).toEqual({ name: 'a.txt', bytes: 5 });
    const refused = npx('sallyport', 'call', 'get_order', '{"orderId":"ord_000000000000"}', '--user', 'bob');
    await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('list_orders') });
  });

  test('sallyport audit shows who called what', async () => {
    const { stdout } = await npx('sallyport', 'audit', '--json');
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toContainEqual(expect.objectContaining({ tool: 'save_document', outcome: 'succeeded' }));
    const text = (await npx('sallyport', 'audit')).stdout;
    expect(text).toMatch(/bob\s+save_document\s+succeeded/);
  });

  test('Ctrl-C ends it and leaves no process, port or state behind', async () => {
    expect(existsSync(join(folder, '.sallyport/dev.json'))).toBe(true);
    const state = await readDevState(folder);
    if (npm.pid === undefined || state === undefined) throw new Error('npm start is not running');
    const processes = await processesOf(state);
    expect(processes.length).toBeGreaterThan(2);
    const ended = once(npm, 'close');
    process.kill(-npm.pid, 'SIGINT');
    await ended;
    await sleep(500);
    await expect(fetch(endpoint)).rejects.toThrow();
    expect(existsSync(join(folder, '.sallyport/dev.json'))).toBe(false);
    expect(processes.filter(isRunning)).toEqual([]);
    await expect(npx('sallyport', 'token', '--user', 'alice')).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining('not running'),
    });
  });
});

/** The process that runs local mode, and the functions' processes below it. */
async function processesOf({ pid }: DevState): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [pid, ...rows.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
