import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../infra/cli/run-program.ts';
import { writeDevState } from '../../../infra/dev-state.ts';

let folder: string;
let errors: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  errors = [];
  vi.spyOn(console, 'error').mockImplementation((words) => errors.push(String(words)));
  vi.spyOn(process.stderr, 'write').mockImplementation((words) => errors.push(String(words)) > 0);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test.each([
  [[], 2, /Usage: sallyport/],
  [['fly'], 2, /unknown command 'fly'/],
  [['token'], 2, /required option '--user/],
  [['dev', '--port', '70000'], 2, /number from 0 to 65535/],
  [['dev', '--port', '1e3'], 2, /number from 0 to 65535/],
  [['dev'], 2, /no cdk\.json/],
  [['audit', '--limit', '0'], 2, /number from 1/],
  [['call', 'list_orders', 'not json', '--user', 'alice'], 2, /one JSON object.*not json/],
  [['call', 'list_orders', '[1]', '--user', 'alice'], 2, /one JSON object/],
  [['call', 'list_orders', '--user', 'alice'], 3, /not running.*npx sallyport dev/],
  [['token', '--user', 'alice'], 3, /not running.*npx sallyport dev/],
  [['audit'], 3, /not running.*npx sallyport dev/],
  [['revoke', 'tool', 'list_orders'], 2, /Allowed choices are user, client, token/],
  [['revoke', 'user'], 2, /missing required argument 'name'/],
  [['revoke', 'token', 'two words'], 2, /named by its jti/],
  [['disable', 'token', 'x'], 2, /Allowed choices are tool, user, client, all/],
  [['disable', 'tool'], 2, /sallyport disable tool <name>/],
  [['enable', 'all', 'x'], 2, /sallyport enable all/],
  [['disable', 'all', '--gateway', 'Desk!'], 2, /a gateway name is/],
  [['disable', 'all', '--reason', 'x'.repeat(201)], 2, /at most 200 characters/],
  [['revoke', 'user', 'alice'], 3, /not running.*npx sallyport dev/],
  [['enable', 'all'], 3, /not running.*npx sallyport dev/],
  [['policy', 'test', 'nowhere.jsonl'], 2, /There is no row in nowhere\.jsonl/],
  [['policy', 'schema'], 2, /no cdk\.json/],
  [['report'], 2, /no cdk\.json/],
])('%o ends with %i and a sentence that helps', async (words, code, sentence) => {
  expect(await runProgram(words)).toBe(code);
  expect(errors.join('')).toMatch(sentence);
});

test('help is no error', async () => {
  expect(await runProgram(['call', '--help'])).toBe(0);
});

test('the state of a local mode that has died counts as not running', async () => {
  const { pid } = (await import('node:child_process')).spawnSync(process.execPath, ['--version']);
  const url = 'http://127.0.0.1:9';
  await writeDevState(folder, {
    gateway: 'mcp',
    endpoint: url,
    issuer: url,
    clients: [],
    aws: { endpoint: url, region: 'r', accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' },
    auditLogGroup: 'audit',
    pid,
  });
  expect(await runProgram(['token', '--user', 'alice'])).toBe(3);
});
