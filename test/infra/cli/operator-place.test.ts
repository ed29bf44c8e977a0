import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { operatorPlace } from '../../../infra/cli/operator-place.ts';
import { writeDevState } from '../../../infra/dev-state.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'place-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  // Nothing of whoever runs this test.
  vi.stubEnv('HOME', folder);
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('a gateway in AWS is operated with the person’s own credentials, and proven to STS of the region (C7)', async () => {
  vi.stubEnv('AWS_REGION', 'cn-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'own-id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'own-key');
  expect(await operatorPlace('desk')).toMatchObject({
    gateway: 'desk',
    region: 'cn-north-1',
    keys: { accessKeyId: 'own-id', secretAccessKey: 'own-key' },
    stsUrl: 'https://sts.cn-north-1.amazonaws.com.cn',
  });
});

test.each([
  ['region', { AWS_ACCESS_KEY_ID: 'own-id', AWS_SECRET_ACCESS_KEY: 'own-key' }],
  ['credentials', { AWS_REGION: 'eu-central-1' }],
])('without %s nothing is done, and local mode is not taken instead', async (_what, variables) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await expect(operatorPlace('desk')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^Sign in to AWS first, with a region/),
  });
});

test('without a gateway’s name it is the one of local mode, and all of AWS is its endpoint', async () => {
  const url = 'http://127.0.0.1:9/';
  const keys = { accessKeyId: 'local-id', secretAccessKey: 'local-key', sessionToken: 'local-session' };
  await writeDevState(folder, {
    gateway: 'mcp',
    endpoint: url,
    issuer: url,
    clients: [],
    aws: { endpoint: url, region: 'us-east-1', ...keys },
    auditLogGroup: 'audit',
    pid: process.pid,
  });
  expect(await operatorPlace(undefined)).toMatchObject({ gateway: 'mcp', region: 'us-east-1', keys, stsUrl: url });
});
