import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler, type RunningHost, runFunctions } from './functions-on-disk.ts';
import { networkOnDisk } from './network-on-disk.ts';

/** Runs what the event says and reports how it ended. */
const HOSTILE = `
import { createRequire } from 'node:module';
import * as early from 'node:dns/promises';
const require = createRequire(import.meta.url);
const opened = (socket) => new Promise((resolve, reject) => socket.on('connect', () => { socket.destroy(); resolve('connected'); }).on('error', reject));
const told = (ask) => new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));
export const handler = async ({ code }) => {
  const run = new Function('parts', 'return (async ({ require, opened, told, early }) => {' + code + '})(parts)');
  try { return { returned: await run({ require, opened, told, early }) ?? null }; }
  catch (error) { return { code: error.cause?.code ?? error.code ?? error.name }; }
};`;

/** Stands in for a service; another one is nobody's business. */
const service = createServer((_, response) => response.end('rates'));
const other = createServer((_, response) => response.end('secret'));

let running: RunningHost;
const tried: string[] = [];
let allowed: string;
let forbidden: string;

beforeAll(async () => {
  allowed = await listening(service);
  forbidden = await listening(other);
  const desk = networkOnDisk('desk', { names: [allowed, 'rates.invalid'] });
  const cut = networkOnDisk('cut', { resolver: false });
  running = await runFunctions(
    [
      handler('desk', HOSTILE, desk.place),
      handler('cut', HOSTILE, cut.place),
      handler('open', HOSTILE),
      ...desk.resources,
      ...cut.resources,
    ],
    { onUnreachable: (name, target) => tried.push(`${name} ${target}`) },
  );
});
afterAll(async () => {
  service.close();
  other.close();
  await running[Symbol.asyncDispose]();
});

async function listening(server: typeof service): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

const port = (address: string) => Number(address.replace(/.*:/, ''));
const desk = (code: string) => running.json('desk', { code });
const cut = (code: string) => running.json('cut', { code });

const FETCH = (address: string) => `return (await fetch('http://${address}/')).text()`;

describe('a function reaches what its network lets through', () => {
  test.each([
    ['fetch', () => FETCH(allowed)],
    [
      'http',
      () =>
        `return opened(require('http').get('http://${allowed}/').on('socket', () => 0).socket ?? require('net').connect(${port(allowed)}, '127.0.0.1'))`,
    ],
    ['net, by port and host', () => `return opened(require('net').connect(${port(allowed)}, '127.0.0.1'))`],
    [
      'net, by options',
      () => `return opened(new (require('net').Socket)().connect({ host: '127.0.0.1', port: '${port(allowed)}' }))`,
    ],
  ])('by %s (H4)', async (_, code) => {
    expect(await desk(code())).toHaveProperty('returned');
  });

  test('everything, where it is in no VPC: that is how it is on AWS (H4)', async () => {
    expect(await running.json('open', { code: FETCH(forbidden) })).toEqual({ returned: 'secret' });
  });
});

describe('it does not reach', () => {
  const refused = { code: 'ETIMEDOUT' };
  const unknown = { code: 'ENOTFOUND' };

  test.each([
    ['by fetch', () => FETCH(forbidden)],
    [
      'by http',
      () =>
        `return told((done) => require('http').get('http://${forbidden}/', (it) => done(null, it.statusCode)).on('error', done))`,
    ],
    ['by net', () => `return opened(require('net').connect(${port(forbidden)}, '127.0.0.1'))`],
    ['by net without a host', () => `return opened(require('net').connect(${port(forbidden)}))`],
    ['by tls', () => `return opened(require('tls').connect({ port: ${port(forbidden)}, host: '127.0.0.1' }))`],
    ['by http2', () => `return opened(require('http2').connect('http://${forbidden}'))`],
    ['by IPv6', () => `return opened(require('net').connect(${port(forbidden)}, '::1'))`],
    [
      'by a list of arguments that says two things',
      () => `const two = [{ host: '127.0.0.1', port: ${port(allowed)} }]; two.host = '127.0.0.1'; two.port = ${port(forbidden)};
             return require('net').Socket.prototype.connect.call(new (require('net').Socket)(), two) && told((done) => setTimeout(() => done(null, 'asked'), 50))`,
    ],
    [
      'by an option that changes when it is read again',
      () => `let reads = 0; const options = { host: '127.0.0.1', get port() { return reads++ === 0 ? ${port(allowed)} : ${port(forbidden)}; } };
             return told((done) => { const socket = require('net').connect(options, () => done(null, socket.remotePort)); socket.on('error', done); })`,
    ],
  ])('another service of this machine %s (H4)', async (_, code) => {
    const answer = await desk(code());
    if ('returned' in answer) expect([port(allowed), 'asked']).toContain(answer.returned);
    else expect(answer).toEqual(refused);
  });

  test('an allowed name at an address of its own choice (H4)', async () => {
    const lookup = `(name, options, found) => found(null, [{ address: '127.0.0.1', family: 4 }])`;
    const answer = await desk(
      `return opened(require('net').connect({ host: 'rates.invalid', port: 443, lookup: ${lookup} }))`,
    );
    // the resolver's own answer, whatever it is, and not a refusal of this machine
    expect(answer).toEqual({ code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
  });

  // Each asks for a name of its own: where no resolver answers anyway, being told of it is what shows the fence.
  test.each([
    ['dns.lookup', `return told((done) => require('dns').lookup('one.example.net', done))`, 'one.example.net'],
    ['dns.resolve', `return told((done) => require('dns').resolve('two.example.net', done))`, 'two.example.net'],
    [
      'dns.resolveTxt',
      `return told((done) => require('dns').resolveTxt('three.example.net', done))`,
      'three.example.net',
    ],
    ['dns.reverse', `return told((done) => require('dns').reverse('203.0.113.7', done))`, '203.0.113.7'],
    ['dns.promises', `return require('dns').promises.resolve4('four.example.net')`, 'four.example.net'],
    ['a module that was loaded before', `return early.lookup('five.example.net')`, 'five.example.net'],
    [
      'a resolver of its own',
      `return told((done) => new (require('dns').Resolver)().resolve4('six.example.net', done))`,
      'six.example.net',
    ],
    [
      'a promising resolver of its own',
      `return new (require('dns').promises.Resolver)().resolveTxt('seven.example.net')`,
      'seven.example.net',
    ],
  ])('a name that is not on the list, by %s (H4)', async (_, code, name) => {
    expect(await desk(code)).toEqual(unknown);
    expect(await cut(code)).toEqual(unknown);
    await expect.poll(() => tried).toEqual(expect.arrayContaining([`desk ${name}`, `cut ${name}`]));
  });

  test('anything by UDP or by a socket of this machine (H4)', async () => {
    const send = `return told((done) => require('dgram').createSocket('udp4').send('x', 53, '127.0.0.1', done))`;
    expect(await desk(send)).toEqual({ code: 'ENETUNREACH' });
    expect(await desk(`return opened(require('net').connect('/var/run/docker.sock'))`)).toEqual({ code: 'ENOENT' });
  });

  test('what is refused is told by function and address, and cannot be heard of in the function', async () => {
    await cut(FETCH(forbidden));
    await expect.poll(() => tried).toContain(`cut ${forbidden}`);
    expect(await desk('return process.env.SALLYPORT_NETWORK')).toEqual({ returned: null });
  });
});
