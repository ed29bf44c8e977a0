import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contractFile } from './fixture/contracts.ts';
import { callOf, eventOf, modern, TOKEN_MARK } from './fixture/test-gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-gateway-'));
const layer = join(folder, 'nodejs', 'node_modules');
const bundle = join(folder, 'handler.mjs');
/** A port nobody listens on: every AWS service is unreachable. */
const NOWHERE = 'http://127.0.0.1:9';

beforeAll(() => {
  buildSync({
    entryPoints: ['functions/gateway/handler.ts'],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const contracts = join(layer, 'sallyport-contracts');
  mkdirSync(contracts, { recursive: true });
  writeFileSync(
    join(contracts, 'package.json'),
    JSON.stringify({ name: 'sallyport-contracts', main: 'contracts.json' }),
  );
  writeFileSync(join(contracts, 'contracts.json'), JSON.stringify(contractFile));
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(events: readonly unknown[], environment: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'fixture', 'run-bundle.ts'), bundle],
    {
      input: JSON.stringify(events),
      encoding: 'utf8',
      timeout: 20_000,
      env: {
        NODE_PATH: layer,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_ENDPOINT_URL: NOWHERE,
        AWS_MAX_ATTEMPTS: '1',
        GATEWAY_NAME: 'desk',
        RESOURCE: 'https://mcp.example.com/mcp',
        SCOPE_PREFIX: 'https://mcp.example.com/mcp/',
        CALLER_ROLE_PREFIX: 'arn:aws:iam::111122223333:role/sallyport/desk/',
        ALLOWED_ORIGINS: '',
        AUDIT_LOG_GROUP: '/sallyport/desk/audit',
        ISSUER: 'https://login.example.com',
        ...environment,
      },
    },
  );
  return {
    status,
    stderr,
    answers: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

test('the bundle finds its contracts in the layer and answers both eras', () => {
  const { answers, stderr } = run([modern('tools/list'), eventOf({ jsonrpc: '2.0', id: 1, method: 'tools/list' })]);
  expect(stderr).toBe('');
  for (const { meta, body } of answers) {
    expect(meta).toMatchObject({ statusCode: 200 });
    expect(body).toContain('"name":"list_orders"');
  }
  expect(answers).toHaveLength(2);
});

test('nothing runs and nothing leaks while STS and the audit log are unreachable (I3, A10)', () => {
  const { answers, stderr } = run([eventOf(callOf('list_orders')), eventOf('{')]);
  expect(answers[0].body).toContain('"sallyport/code":"record_refused"');
  expect(answers[1].meta).toMatchObject({ statusCode: 500 });
  for (const { body } of answers) expect(body).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|arn:aws| at /);
  expect(stderr).toContain('ECONNREFUSED');
  expect(stderr).not.toContain(TOKEN_MARK);
  for (const line of stderr.split('\n').filter(Boolean)) expect(JSON.parse(line)).toMatchObject({ level: 'error' });
});

test('a gateway that should have policies and lost their layer serves nothing (C1)', () => {
  const contracts = join(layer, 'sallyport-contracts', 'contracts.json');
  writeFileSync(contracts, JSON.stringify({ ...contractFile, policies: true }));
  try {
    const { answers, status, stderr } = run([modern('tools/list')]);
    expect({ answers, status }).toEqual({ answers: [], status: 1 });
    expect(stderr).toContain('sallyport-policies');
  } finally {
    writeFileSync(contracts, JSON.stringify(contractFile));
  }
});

test('a gateway without its contracts or its settings serves nothing (C1)', () => {
  expect(run([modern('tools/list')], { NODE_PATH: '' })).toMatchObject({ answers: [], status: 1 });
  expect(run([modern('tools/list')], { RESOURCE: 'nowhere' })).toMatchObject({ answers: [], status: 1 });
});
