import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeResource, mustClose } from '../../../functions/runtime/open-resource.ts';

const watched = new AsyncLocalStorage<Map<string, boolean[]>>();
const hook = createHook({
  trackPromises: false,
  init(_id, type) {
    const seen = watched.getStore();
    if (seen) seen.set(type, [...(seen.get(type) ?? []), mustClose(type)]);
  },
});
beforeAll(() => {
  hook.enable();
});
afterAll(() => {
  hook.disable();
});

async function watch(code: () => Promise<unknown>): Promise<Map<string, boolean[]>> {
  const seen = new Map<string, boolean[]>();
  await watched.run(seen, code);
  return seen;
}

test('a call’s own timers are closed, the clock that all of fetch shares is not (D4)', async () => {
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const ofFetch = await watch(async () => (await fetch(url)).text());
  expect(ofFetch.get('Timeout')?.length).toBeGreaterThan(0);
  expect(ofFetch.get('Timeout')).not.toContain(true);
  expect(ofFetch.get('TCPWRAP')).toContain(true);

  const own = await watch(async () => clearTimeout(setTimeout(() => undefined, 1)));
  expect(own.get('Timeout')).toEqual([true]);
  server.closeAllConnections();
  server.close();
});

test('what only carries data on is left alone', () => {
  expect(['PROMISE', 'TickObject', 'Microtask', 'FSREQCALLBACK', 'SIGNALWRAP'].filter(mustClose)).toEqual([]);
});

test('closing what is closed already is no failure; any other failure is not hidden', () => {
  const failing = (code: string) => ({
    close() {
      throw Object.assign(new Error(code), { code });
    },
  });
  expect(() => closeResource(failing('ERR_SERVER_NOT_RUNNING'))).not.toThrow();
  expect(() => closeResource(failing('EIO'))).toThrow('EIO');
});
