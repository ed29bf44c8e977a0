import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, fstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { connect, createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { surroundings } from '../../../functions/runtime/clean-up.ts';
import { toolHandler } from '../../../functions/runtime/index.ts';
import { scratchFolder } from '../../../functions/runtime/scratch-folder.ts';
import { echo, envelope, invoke } from './invoke-tool.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'scratch-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function run(code: () => Promise<unknown>): Promise<void> {
  const place = surroundings(scratch);
  await place.run(code).catch(() => undefined);
  await place.cleanUp();
}

test('timers, intervals and immediates of a call never fire after it (D4)', async () => {
  const fired = vi.fn();
  await run(async () => {
    setTimeout(fired, 5);
    setInterval(fired, 5);
    setInterval(fired, 5).unref();
    setImmediate(fired);
    void sleep(5).then(fired);
  });
  await sleep(40);
  expect(fired).not.toHaveBeenCalled();
});

test('timers of others go on', async () => {
  const fired = vi.fn();
  setTimeout(fired, 5);
  await run(async () => undefined);
  await sleep(40);
  expect(fired).toHaveBeenCalledTimes(1);
});

test('code that lives on after its call can open nothing that lasts (D4)', async () => {
  const fired = vi.fn();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await run(async () => {
    const again = () => {
      fired();
      setImmediate(again);
    };
    void woken.then(() => {
      setImmediate(again);
      setTimeout(fired, 1);
    });
  });
  wake();
  await sleep(40);
  expect(fired).not.toHaveBeenCalled();
});

test('sockets and servers a call opened are closed, those of others stay (D4)', async () => {
  const others = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await new Promise((resolve) => others.once('listening', resolve));
  const address = others.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const closed = vi.fn();
  await run(async () => {
    const socket = connect(port, '127.0.0.1').on('close', closed);
    await new Promise((resolve) => socket.once('connect', resolve));
    const server = createNetServer().on('close', closed).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const udp = createSocket('udp4').on('close', closed);
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(3));
  const status = await new Promise((resolve) => get({ port, host: '127.0.0.1' }, (r) => resolve(r.statusCode)));
  expect(status).toBe(200);
  others.closeAllConnections();
  others.close();
});

test('connections that a call’s own server accepted are closed with it (D4)', async () => {
  const closed = vi.fn();
  let port = 0;
  const place = surroundings(scratch);
  await place.run(async () => {
    const server = createNetServer((socket) => socket.write('x')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  const client = connect(port, '127.0.0.1').on('close', closed).on('error', closed);
  await new Promise((resolve) => client.once('data', resolve));
  await place.cleanUp();
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
});

test('fetch works in the next call after its connections were closed (D4)', async () => {
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  for (let n = 0; n < 3; n += 1) {
    let body = '';
    await run(async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      body = await response.text();
    });
    expect(body).toBe('ok');
  }
  server.closeAllConnections();
  server.close();
});

test('work a call did not wait for is cut off without harm to its answer (D4)', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await run(async () => {
    void fetch(url);
    await new Promise((resolve) => server.once('request', resolve));
  });
  await vi.waitFor(() => expect(log.mock.calls.flat().join()).toContain('was cut off'));
  log.mockRestore();
  server.closeAllConnections();
  server.close();
});

test('processes a call started are ended (D4)', async () => {
  const ended = vi.fn();
  await run(async () => {
    const child = spawn('sleep', ['60']).on('exit', ended);
    await new Promise((resolve) => child.once('spawn', resolve));
  });
  await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(null, 'SIGKILL'));
});

test('files a call left open are closed and files it wrote are gone (D4)', async () => {
  let descriptor = -1;
  await run(async () => {
    mkdirSync(join(scratch, 'a/b'), { recursive: true });
    writeFileSync(join(scratch, 'a/b/c'), 'marker');
    const handle = await open(join(scratch, '.hidden'), 'w');
    descriptor = handle.fd;
  });
  await vi.waitFor(() => expect(() => fstatSync(descriptor)).toThrow('EBADF'));
  expect(existsSync(scratch)).toBe(true);
  expect(existsSync(join(scratch, 'a'))).toBe(false);
  expect(existsSync(join(scratch, '.hidden'))).toBe(false);
});

test('global names, environment variables and process listeners are as before (D4, D2)', async () => {
  process.env.CHANGED = 'before';
  process.env.REMOVED = 'before';
  const listeners = process.listenerCount('SIGUSR2');
  await run(async () => {
    Object.assign(globalThis, { leftBehind: 'marker' });
    Object.defineProperty(globalThis, Symbol.for('left behind'), { value: 1, configurable: true });
    process.env.LEFT_BEHIND = 'marker';
    process.env.CHANGED = 'after';
    delete process.env.REMOVED;
    process.on('SIGUSR2', () => undefined);
    process.once('SIGUSR2', () => undefined);
  });
  expect(Reflect.has(globalThis, 'leftBehind')).toBe(false);
  expect(Reflect.has(globalThis, Symbol.for('left behind'))).toBe(false);
  expect(process.env.LEFT_BEHIND).toBeUndefined();
  expect(process.env.CHANGED).toBe('before');
  expect(process.env.REMOVED).toBe('before');
  expect(process.listenerCount('SIGUSR2')).toBe(listeners);
});

test('a call that nails a name to the process gets no answer out (D4)', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const handler = toolHandler(echo, async ({ text }) => {
    Object.defineProperty(globalThis, 'nailed', { value: 'marker', configurable: false });
    return { text };
  });
  const { text, error } = await invoke(handler, envelope());
  expect(text).toBe('');
  expect(error).toMatchObject({ name: 'ToolFailed' });
  expect(log.mock.calls.flat().join()).toContain('nailed');
  log.mockRestore();
});

test.each(['success', 'error', 'deadline'])('the next call finds nothing after %s (D4)', async (ending) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const handler = toolHandler(echo, async () => {
    const found = Reflect.has(globalThis, 'leftBehind') ? 'found' : 'clean';
    Object.assign(globalThis, { leftBehind: 'marker' });
    setInterval(() => Object.assign(globalThis, { leftBehind: 'by a timer' }), 1);
    if (ending === 'error') throw new Error('broken');
    if (ending === 'deadline') await new Promise(() => undefined);
    return { text: found };
  });
  await invoke(handler, envelope(), 300);
  await sleep(20);
  expect(Reflect.has(globalThis, 'leftBehind')).toBe(false);
  vi.restoreAllMocks();
});

test('empties only a folder that is this environment’s own (D4)', () => {
  const api = { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };
  expect(scratchFolder({ TMPDIR: '/somewhere' })).toBeUndefined();
  expect(scratchFolder({ ...api, TMPDIR: '/own' })).toBe('/own');
  expect(scratchFolder({ ...api, LAMBDA_TASK_ROOT: '/var/task' }, () => true)).toBe('/tmp');
  expect(() => scratchFolder({ ...api, LAMBDA_TASK_ROOT: '/var/task' }, () => false)).toThrow('set TMPDIR');
  expect(() => scratchFolder({ ...api, LAMBDA_TASK_ROOT: '/elsewhere' }, () => true)).toThrow('set TMPDIR');
});
