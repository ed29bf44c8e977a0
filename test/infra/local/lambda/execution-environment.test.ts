import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { handler, isAlive, PER_TENANT, runFunctions } from './functions-on-disk.ts';

const PID = `export const handler = async () => process.pid;`;
const SLOW = `export const handler = async ({ ms = 300 }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return process.pid;
};`;
const TWICE = `
const pid = process.pid;
export const handler = async ({ loop }) => { while (loop); return pid; };`;

test('a function that overruns its Timeout is killed, even in an endless loop, and starts afresh (D4, D6)', async () => {
  await using running = await runFunctions([handler('loop', TWICE, { Timeout: 1 })]);
  const before = await running.json('loop');
  const { requestId, outcome, text } = await running.call('loop', { loop: true });
  const failure = {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
  };
  expect(outcome).toEqual({ ok: false, ...failure });
  expect(JSON.parse(text)).toEqual(failure);
  const after = await running.json('loop');
  expect(after).not.toBe(before);
  expect(isAlive(before)).toBe(false);
  expect(running.lines.some((line) => line.text.includes('Task timed out after 1.00 seconds'))).toBe(true);
});

test('a stream that overruns its Timeout ends, and its outcome says so', async () => {
  const code = `export const handler = awslambda.streamifyResponse(async (_, stream) => {
    stream.write('begun');
    await new Promise(() => setInterval(() => {}, 1000));
  });`;
  await using running = await runFunctions([handler('stream', code, { Timeout: 1 })]);
  expect(await running.call('stream')).toMatchObject({ text: 'begun', outcome: { errorType: 'Sandbox.Timedout' } });
});

test('the function is told the deadline that is enforced', async () => {
  const code = `export const handler = async (_, context) => context.getRemainingTimeInMillis();`;
  await using running = await runFunctions([handler('clock', code, { Timeout: 7 })]);
  const remaining = await running.json('clock');
  expect(remaining).toBeGreaterThan(5_000);
  expect(remaining).toBeLessThanOrEqual(7_000);
});

test.each([
  ['exits by itself', 'process.exit(7)', 'Runtime exited with error: exit status 7'],
  ['exits as if all were well', 'process.exit(0)', 'Runtime exited without providing a reason'],
  ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'Runtime exited with error: signal: SIGKILL'],
  [
    'fails outside its handler',
    `setTimeout(() => { throw new Error('late') }, 1); await new Promise(() => {})`,
    'exit status',
  ],
])('a process that %s fails its invocation and is replaced', async (_, code, message) => {
  await using running = await runFunctions([
    handler('crash', `export const handler = async ({ crash }) => { if (crash) { ${code} } return 'served'; };`),
  ]);
  const { outcome } = await running.call('crash', { crash: true });
  expect(outcome).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
  expect(outcome.ok ? '' : outcome.errorMessage).toContain(message);
  expect(await running.json('crash')).toBe('served');
});

test('a process that dies in the middle of a stream fails the invocation with its own end, not with a broken pipe', async () => {
  const code = `export const handler = awslambda.streamifyResponse(async (_, stream) => {
    await new Promise((resolve) => stream.write('begun', resolve));
    setTimeout(() => process.exit(3), 50);
    await new Promise(() => {});
  });`;
  await using running = await runFunctions([handler('stream', code)]);
  expect(await running.call('stream')).toMatchObject({ text: 'begun', outcome: { errorType: 'Runtime.ExitError' } });
});

test('a stream that the function tears down fails the invocation, and the next one is served', async () => {
  const code = `export const handler = awslambda.streamifyResponse(async ({ tear }, stream) => {
    await new Promise((resolve) => stream.write('begun', resolve));
    tear ? stream.destroy() : stream.end();
  });`;
  await using running = await runFunctions([handler('stream', code, { Timeout: 2 })]);
  expect(await running.call('stream', { tear: true })).toMatchObject({
    text: 'begun',
    outcome: { ok: false, errorType: 'Runtime.ExitError' },
  });
  expect(await running.call('stream')).toMatchObject({ text: 'begun', outcome: { ok: true } });
});

test('more memory than MemorySize ends the process, not the host (D6)', async () => {
  const code = `export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };`;
  await using running = await runFunctions([handler('greedy', code, { MemorySize: 128 })]);
  expect((await running.call('greedy')).outcome).toMatchObject({ errorType: 'Runtime.ExitError' });
});

test.each([
  ['throws while it loads', `throw new RangeError('no table name');`, 'RangeError', 'no table name'],
  ['has no such handler', `export const other = 1;`, 'Runtime.HandlerNotFound', 'index.handler is undefined'],
  ['is not JavaScript', `export const = ;`, 'Runtime.UserCodeSyntaxError', 'Unexpected token'],
  ['ends while it loads', `process.exit(1);`, 'Runtime.ExitError', 'exit status 1'],
])('a function that %s fails its invocation by that name', async (_, code, errorType, message) => {
  await using running = await runFunctions([handler('broken', code)]);
  const { outcome } = await running.call('broken');
  expect(outcome).toMatchObject({ ok: false, errorType });
  expect(outcome.ok ? '' : outcome.errorMessage).toContain(message);
});

test('a function that does not finish loading in time is killed', async () => {
  await using running = await runFunctions([handler('stuck', `await new Promise(() => setInterval(() => {}, 1e3));`)], {
    limits: { initMs: 500 },
  });
  expect((await running.call('stuck')).outcome).toMatchObject({ errorType: 'Sandbox.Timedout' });
});

test('a second process starts only while the first is busy', async () => {
  await using running = await runFunctions([handler('slow', SLOW)]);
  const first = await running.json('slow', { ms: 0 });
  expect(await running.json('slow', { ms: 0 })).toBe(first);
  const both = await Promise.all([running.json('slow'), running.json('slow')]);
  expect(new Set(both).size).toBe(2);
  expect(both).toContain(first);
});

test('above the limit invocations wait for a process and use it one after the other', async () => {
  await using running = await runFunctions([handler('slow', SLOW)], { limits: { perTenant: 1 } });
  const pids = await Promise.all([1, 2, 3].map(() => running.json('slow', { ms: 50 })));
  expect(new Set(pids).size).toBe(1);
});

test('ReservedConcurrentExecutions counts over all tenants; who waits too long is throttled (D6)', async () => {
  await using running = await runFunctions(
    [handler('slow', SLOW, { ...PER_TENANT, ReservedConcurrentExecutions: 1, Timeout: 2 })],
    { limits: { queueMs: 300 } },
  );
  const busy = running.call('slow', { ms: 1_500 }, 'alice');
  await expect(running.call('slow', {}, 'bob')).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    status: 429,
  });
  expect((await busy).outcome).toEqual({ ok: true });
  expect((await running.call('slow', { ms: 0 }, 'bob')).outcome).toEqual({ ok: true });
});

test('a function with no concurrency left by its template is always throttled', async () => {
  await using running = await runFunctions([handler('off', PID, { ReservedConcurrentExecutions: 0 })], {
    limits: { queueMs: 50 },
  });
  await expect(running.call('off')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
});

test('at the limit of all processes the one idle longest makes room', async () => {
  await using running = await runFunctions([handler('one', PID), handler('two', PID)], { limits: { total: 1 } });
  const one = await running.json('one');
  const two = await running.json('two');
  expect(two).not.toBe(one);
  await expect.poll(() => isAlive(one), { timeout: 10_000 }).toBe(false);
});

test('an extra process ends when it was idle long enough, the last of its kind stays', async () => {
  await using running = await runFunctions([handler('slow', SLOW)], { limits: { idleExtraMs: 200, sweepMs: 50 } });
  const pids = await Promise.all([running.json('slow'), running.json('slow')]);
  await expect.poll(() => pids.filter(isAlive).length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(pids.filter(isAlive)).toHaveLength(1);
});

test('a process older than its credentials may be is replaced before the next invocation', async () => {
  let passed = 0;
  const now = () => Date.now() + passed;
  await using running = await runFunctions([handler('aged', PID)], { now, limits: { maxAgeMs: 60_000 } });
  const young = await running.json('aged');
  expect(await running.json('aged')).toBe(young);
  passed = 60_000;
  expect(await running.json('aged')).not.toBe(young);
});

test('an idle process that dies is replaced unseen', async () => {
  await using running = await runFunctions([handler('idle', PID)]);
  const first = await running.json('idle');
  process.kill(first, 'SIGKILL');
  await expect.poll(() => isAlive(first), { timeout: 10_000 }).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await running.json('idle')).not.toBe(first);
});

test('the folder of a process is deleted as soon as the process has ended (D4)', async () => {
  const where = `import { tmpdir } from 'node:os'; export const handler = async () => [process.pid, tmpdir()];`;
  await using running = await runFunctions([handler('where', where)]);
  const [pid, folder] = await running.json('where');
  expect(existsSync(folder)).toBe(true);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
});

test('closing ends every process, busy or idle, fails what was running and leaves no folder behind', async () => {
  const where = `import { tmpdir } from 'node:os'; process.on('SIGTERM', () => {});
    export const handler = async ({ ms = 0 }) => {
      console.log('PID', process.pid);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { pid: process.pid, folder: tmpdir() };
    };`;
  await using running = await runFunctions([handler('where', where)]);
  const { pid, folder } = await running.json('where');
  const busy = Promise.all([running.call('where', { ms: 9_000 }), running.call('where', { ms: 9_000 })]);
  await expect.poll(() => running.lines.filter(({ text }) => text.includes('PID')).length, { timeout: 10_000 }).toBe(3);
  const pids = running.lines.map(({ text }) => Number(/PID (\d+)/.exec(text)?.[1]));
  await running.host.close();
  for (const { outcome } of await busy) expect(outcome).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect([pid, ...pids].filter(isAlive)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  await expect(running.call('where')).rejects.toThrow('closed');
});
