import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DevState, readDevState, removeDevState, writeDevState } from '../../infra/dev-state.ts';

const state: DevState = {
  gateway: 'mcp',
  endpoint: 'http://127.0.0.1:3000/mcp',
  issuer: 'http://127.0.0.1:3001/pool',
  clients: [{ id: 'app', name: 'app', redirectUris: ['http://127.0.0.1/callback'], scopes: ['openid'] }],
  aws: {
    endpoint: 'http://127.0.0.1:3002',
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'key',
    sessionToken: 'session',
  },
  auditLogGroup: 'audit',
  pid: 4242,
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dev-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the state of local mode can be read by its user only, because it holds credentials', async () => {
  await writeDevState(folder, state);
  expect((await stat(join(folder, '.sallyport/dev.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, '.sallyport'))).mode & 0o777).toBe(0o700);
});

test('what was written is what is read, also after a second start', async () => {
  await writeDevState(folder, { ...state, pid: 1 });
  await writeDevState(folder, state);
  expect(await readDevState(folder)).toEqual(state);
});

test('there is no state before local mode starts and after it ends', async () => {
  expect(await readDevState(folder)).toBeUndefined();
  await writeDevState(folder, state);
  await removeDevState(folder);
  expect(await readDevState(folder)).toBeUndefined();
});

test('a file that local mode did not write is refused', async () => {
  await writeDevState(folder, state);
  await writeFile(join(folder, '.sallyport/dev.json'), JSON.stringify({ ...state, extra: true }));
  await expect(readDevState(folder)).rejects.toThrow(/extra/);
});
