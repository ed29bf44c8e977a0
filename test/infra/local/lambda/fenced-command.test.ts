import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler, type OnDisk, PER_TENANT, type RunningHost, runFunctions } from './functions-on-disk.ts';

/** Runs what the event says and reports how it ended: the tests play a hostile tool. */
const HOSTILE = `
import fs from 'node:fs'; import http from 'node:http'; import os from 'node:os'; import path from 'node:path';
import child_process from 'node:child_process'; import worker_threads from 'node:worker_threads'; import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
export const handler = async ({ code }, context) => {
  const run = new Function('parts', 'return (async ({ fs, http, os, path, child_process, worker_threads, require, context }) => {' + code + '})(parts)');
  try { return { returned: await run({ fs, http, os, path, child_process, worker_threads, require, context }) ?? null }; }
  catch (error) { return { code: error.code ?? error.name, message: error.message }; }
};`;

const CONTRACTS: OnDisk = {
  name: 'contracts',
  type: 'AWS::Lambda::LayerVersion',
  files: { 'nodejs/node_modules/sallyport-contracts/index.js': `module.exports = ['list_orders'];` },
};

const OLD_CONTRACTS: OnDisk = {
  name: 'old-contracts',
  type: 'AWS::Lambda::LayerVersion',
  files: { 'nodejs/node_modules/sallyport-contracts/index.js': `module.exports = ['old'];` },
};

let running: RunningHost;
const secretOfDeveloper = join(tmpdir(), `sallyport-fence-test-${process.pid}`);

beforeAll(async () => {
  process.env.SALLYPORT_TEST_LEAK = 'of the developer';
  await writeFile(secretOfDeveloper, 'private');
  running = await runFunctions(
    [
      handler('hostile', HOSTILE, PER_TENANT),
      handler('plain', HOSTILE, {
        MemorySize: 256,
        Environment: { Variables: { TABLE: 'orders', NODE_OPTIONS: '--enable-source-maps' } },
        LoggingConfig: { LogGroup: '/sallyport/plain', LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
        Layers: [
          'arn:aws:lambda:eu-central-1:111122223333:layer:old-contracts:1',
          'arn:aws:lambda:eu-central-1:111122223333:layer:contracts:1',
        ],
      }),
      CONTRACTS,
      OLD_CONTRACTS,
    ],
    { environmentFor: async (functionName) => ({ AWS_ACCESS_KEY_ID: `lent-to-${functionName}` }) },
  );
});

afterAll(async () => {
  delete process.env.SALLYPORT_TEST_LEAK;
  await rm(secretOfDeveloper);
  await running[Symbol.asyncDispose]();
});

const alice = (code: string) => running.json('hostile', { code }, 'alice');
const bob = (code: string) => running.json('hostile', { code }, 'bob');
const plain = (code: string) => running.json('plain', { code });

describe('the environment of a process', () => {
  test('holds the variables of Lambda, of the template and of the lender, and nothing of the developer', async () => {
    const { returned } = await plain('return process.env');
    expect(Object.keys(returned).sort()).toEqual(
      [
        ['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV'],
        ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION'],
        ['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_FORMAT', 'AWS_LAMBDA_LOG_GROUP_NAME'],
        [
          'AWS_LAMBDA_LOG_LEVEL',
          'AWS_LAMBDA_LOG_STREAM_NAME',
          'AWS_LAMBDA_RUNTIME_API',
          'AWS_REGION',
          'LAMBDA_RUNTIME_DIR',
        ],
        ['LAMBDA_TASK_ROOT', 'LANG', 'NODE_OPTIONS', 'NODE_PATH', 'PATH', 'TABLE', 'TMPDIR', 'TZ'],
      ]
        .flat()
        .sort(),
    );
    expect(returned).toMatchObject({
      AWS_ACCESS_KEY_ID: 'lent-to-plain',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/sallyport/plain',
      AWS_REGION: 'eu-central-1',
      TABLE: 'orders',
    });
  });

  test('finds the modules of its layers, the last layer first', async () => {
    expect(await plain(`return require('sallyport-contracts')`)).toEqual({ returned: ['list_orders'] });
    expect(await alice(`return require('sallyport-contracts')`)).toMatchObject({ code: 'MODULE_NOT_FOUND' });
  });

  test('logs in the format and from the level that the template asks for', async () => {
    await plain(`console.info('quiet'); console.warn('loud')`);
    await expect
      .poll(() => running.lines.map(({ text }) => text).find((text) => text.includes('loud')))
      .toMatch(/^\{.*"level":"WARN"/);
    expect(running.lines.some(({ text }) => text.includes('quiet'))).toBe(false);
  });
});

describe('behind the fence', () => {
  const denied = { code: 'ERR_ACCESS_DENIED' };

  test('a tool may write and read its own temporary folder', async () => {
    const code = `const file = path.join(os.tmpdir(), 'note'); fs.writeFileSync(file, 'mine'); return fs.readFileSync(file, 'utf8')`;
    expect(await alice(code)).toEqual({ returned: 'mine' });
  });

  test('a tool cannot read or list the temporary folder of another tenant (D3, D4)', async () => {
    await alice(`fs.writeFileSync(path.join(os.tmpdir(), 'note'), 'mine')`);
    const { returned: folder } = await alice('return os.tmpdir()');
    expect((await bob('return os.tmpdir()')).returned).not.toBe(folder);
    expect(await bob(`return fs.readFileSync(${JSON.stringify(join(folder, 'note'))}, 'utf8')`)).toMatchObject(denied);
    expect(await bob(`return fs.readdirSync(${JSON.stringify(folder)})`)).toMatchObject(denied);
    expect(await bob(`return fs.readdirSync(path.dirname(os.tmpdir()))`)).toMatchObject(denied);
    expect(await bob(`fs.symlinkSync(${JSON.stringify(folder)}, path.join(os.tmpdir(), 'link'))`)).toMatchObject(
      denied,
    );
  });

  test('a tool cannot read the environment, hence the credentials, of another process (D1)', async () => {
    const { returned: pid } = await alice('return process.pid');
    expect(await bob(`return fs.readFileSync('/proc/${pid}/environ', 'utf8')`)).toMatchObject(denied);
    expect(await bob(`return fs.readFileSync('/proc/self/environ', 'utf8')`)).toMatchObject(denied);
  });

  test.each([
    ['read files of the developer', `return fs.readFileSync(${JSON.stringify(secretOfDeveloper)}, 'utf8')`],
    [
      'read the code of another function',
      `return fs.readdirSync(path.join(process.env.LAMBDA_TASK_ROOT, '..', 'plain'))`,
    ],
    ['change its own code', `fs.writeFileSync(path.join(process.env.LAMBDA_TASK_ROOT, 'index.mjs'), '')`],
    ['write beside its temporary folder', `fs.writeFileSync(os.tmpdir() + '-beside', '')`],
    ['start a program', `return child_process.execSync('id').toString()`],
    ['start a thread', `new worker_threads.Worker('', { eval: true })`],
    ['open a debugger', `require('node:inspector').open(0)`],
    ['load native code', `process.dlopen({ exports: {} }, path.join(os.tmpdir(), 'addon.node'))`],
  ])('a tool cannot %s', async (_, code) => {
    const answer = await alice(code);
    expect(answer).not.toHaveProperty('returned');
    expect(answer.code).toMatch(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED|INSPECTOR_\w+)$/);
  });

  test('a signal does not open a debugger in another process', async () => {
    const { returned: pid } = await alice('return process.pid');
    await bob(`process.kill(${pid}, 'SIGUSR1')`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await alice('return process.pid')).toEqual({ returned: pid });
    expect(running.lines.some(({ text }) => text.includes('Debugger listening'))).toBe(false);
  });
});

describe('the Runtime API of a process', () => {
  const ask = (address: string, method: string, path: string) => `return new Promise((resolve, reject) => http
    .request('http://${address}/2018-06-01/runtime/${path}', { method: '${method}' }, (response) => resolve(response.statusCode))
    .on('error', reject).end('{}'))`;

  test.each([
    ['GET', 'invocation/next'],
    ['POST', 'init/error'],
    ['POST', 'invocation/any/response'],
    ['POST', 'invocation/any/error'],
  ])('refuses %s %s from another process of the machine', async (method, path) => {
    const { returned: address } = await alice('return process.env.AWS_LAMBDA_RUNTIME_API');
    expect(await bob(ask(address, method, path))).toEqual({ returned: 403 });
    expect((await fetch(`http://${address}/2018-06-01/runtime/${path}`, { method })).status).toBe(403);
    expect(await alice('return 1')).toEqual({ returned: 1 });
  });

  test('gives no function the key that opens it', async () => {
    const { returned: address } = await alice('return process.env.AWS_LAMBDA_RUNTIME_API');
    expect(await alice(`return process.env.SALLYPORT_RUNTIME_API_KEY`)).toEqual({ returned: null });
    expect(await alice(ask(address, 'POST', 'invocation/another/response'))).toEqual({ returned: 400 });
  });
});
