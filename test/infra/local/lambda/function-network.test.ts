import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFunctionNetwork } from '../../../../infra/local/lambda/function-network.ts';
import { UnknownInTemplate } from '../../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../../shared/json-schema.ts';
import { handler, stackOnDisk } from './functions-on-disk.ts';
import { type NetworkOnDisk, networkOnDisk } from './network-on-disk.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sallyport-network-'));
});
afterAll(() => rm(root, { recursive: true }));

async function read(network: NetworkOnDisk, place?: { readonly [name: string]: Json }) {
  const inside = networkOnDisk('desk', network);
  const stack = await stackOnDisk(root, [handler('look', '', place ?? inside.place), ...inside.resources]);
  const [resource] = stack.resources;
  if (!resource) throw new Error('the stack has a function');
  return readFunctionNetwork(stack, resource);
}

const S3 = 's3.eu-central-1.amazonaws.com';

describe('what a function can reach is read from its wiring', () => {
  test.each<[string, NetworkOnDisk, unknown]>([
    ['AWS by endpoints', { names: [S3], nat: false }, { aws: true, addresses: [] }],
    [
      'hosts and AWS through a NAT gateway',
      { names: ['rates.example.com', '127.0.0.1:4711', S3] },
      { aws: true, addresses: ['rates.example.com:443', '127.0.0.1:4711'] },
    ],
    ['hosts alone', { names: ['rates.example.com'] }, { aws: false, addresses: ['rates.example.com:443'] }],
    ['hosts that no route leads to', { names: ['rates.example.com', S3], nat: false }, { aws: true, addresses: [] }],
    [
      'AWS by name without an endpoint or a route',
      { names: [S3], nat: false, endpoint: false },
      { aws: false, addresses: [] },
    ],
    [
      'nothing without a resolver',
      { names: ['rates.example.com', S3], resolver: false },
      { aws: false, addresses: [] },
    ],
    [
      'nothing where the group lets nothing out',
      { names: ['rates.example.com', S3], egress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }] },
      { aws: false, addresses: [] },
    ],
    [
      'nothing where the group lets other ports out',
      { names: ['rates.example.com', S3], egress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }] },
      { aws: false, addresses: [] },
    ],
    ['everything without a firewall', { names: [S3], firewall: false }, 'open'],
    ['everything where other names are only counted', { names: [S3], rest: 'ALERT' }, 'open'],
    ['everything where every name is allowed', { names: ['*'] }, 'open'],
    [
      'AWS alone where every name is allowed and no route leads out',
      { firewall: false, nat: false },
      { aws: true, addresses: [] },
    ],
  ])('%s (H4)', async (_, network, expected) => {
    expect(await read(network)).toEqual(expected);
  });

  test('everything outside a VPC, as on AWS (H4)', async () => {
    expect(await read({}, {})).toBe('open');
    expect(await read({}, { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } })).toBe('open');
  });

  test('and a part that is not in the template stops local mode', async () => {
    await expect(read({}, { VpcConfig: { SubnetIds: ['subnet-elsewhere'] } })).rejects.toThrow(UnknownInTemplate);
  });
});
