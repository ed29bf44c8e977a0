import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFunctionSettings } from '../../../../infra/local/lambda/function-settings.ts';
import { UnknownInTemplate } from '../../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../../shared/json-schema.ts';
import { ARN, handler, stackOnDisk } from './functions-on-disk.ts';

let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'sallyport-settings-')));
});

afterAll(() => rm(root, { recursive: true }));

async function read(properties: { readonly [name: string]: Json }) {
  const stack = await stackOnDisk(root, [handler('orders', '', properties)]);
  const [resource] = stack.resources;
  if (resource === undefined) throw new Error('the stack has a function');
  return readFunctionSettings(stack, resource);
}

test("takes Lambda's own defaults where the template says nothing", async () => {
  expect(await read({ Timeout: 3 })).toEqual({
    functionName: 'orders',
    arn: `${ARN}:function:orders`,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    assetFolder: join(root, 'orders'),
    layerFolders: [],
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    reservedConcurrency: undefined,
    perTenant: false,
    network: 'open',
    variables: {},
    logGroup: '/aws/lambda/orders',
    logFormat: 'Text',
    logLevel: undefined,
  });
});

test('accepts what changes nothing on this machine', async () => {
  const properties = { Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } };
  await expect(read(properties)).resolves.toMatchObject({ functionName: 'orders' });
});

test.each<[string, { readonly [name: string]: Json }, string]>([
  ['a property it does not know', { FileSystemConfigs: [] }, 'FileSystemConfigs'],
  ['a runtime other than Node', { Runtime: 'python3.13' }, 'Runtime'],
  ['a container image', { PackageType: 'Image' }, 'PackageType'],
  ['an isolation mode it does not know', { TenancyConfig: { TenantIsolationMode: 'PER_CALL' } }, 'TenantIsolationMode'],
  ['a timeout that AWS would refuse', { Timeout: 901 }, 'Timeout'],
  ['a variable that is not text', { Environment: { Variables: { LIMIT: 3 } } }, 'LIMIT'],
  ['a layer of another stack', { Layers: [`${ARN}:layer:foreign:1`] }, 'layer:foreign:1'],
  ['a variable that Lambda sets itself', { Environment: { Variables: { AWS_REGION: 'eu-west-1' } } }, 'AWS_REGION'],
  ['a wrapper around the runtime', { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/x' } } }, 'EXEC_WRAPPER'],
  ['a module path', { Environment: { Variables: { NODE_PATH: '/' } } }, 'NODE_PATH'],
  [
    'options that open the fence',
    { Environment: { Variables: { NODE_OPTIONS: '--allow-fs-read=*' } } },
    'allow-fs-read',
  ],
])('stops at %s, by name', async (_, properties, name) => {
  const refusal = await read(properties).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UnknownInTemplate);
  expect(String(refusal)).toContain(name);
  expect(String(refusal)).toContain('Test/orders');
});
