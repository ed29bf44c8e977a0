import { describe, expect, test } from 'vitest';
import { ToolNetwork } from '../../../infra/network/tool-network.ts';

describe('a network of hosts', () => {
  test('names each host and service once, in order, so that equal networks are equal (H4)', () => {
    const network = ToolNetwork.hosts(['b.example.com', 'a.example.com', 'b.example.com'], {
      services: ['sqs', 'kms'],
    });
    expect(network.plan).toEqual({
      kind: 'hosts',
      hosts: ['a.example.com', 'b.example.com'],
      services: ['kms', 'sqs'],
    });
  });

  test.each([
    [[]],
    [['*.example.com']],
    [['https://example.com']],
    [['example.com:8443']],
    [['203.0.113.7']],
    [['Example.com']],
    [['com']],
  ])('refuses %j: a list bounds whole names (H4)', (hosts) => {
    expect(() => ToolNetwork.hosts(hosts)).toThrow('1 to 20 whole DNS names in lower case');
  });
});

test.each(['s3', 'dynamodb', '*', 'secretsmanager.us-east-1', 'KMS', ''])('refuses the service %j', (service) => {
  expect(() => ToolNetwork.awsOnly({ services: [service] })).toThrow('named as its address begins');
});

test('an open network has a reason', () => {
  expect(() => ToolNetwork.dangerouslyOpen(' ')).toThrow('a tool with an open network needs a reason');
  expect(ToolNetwork.dangerouslyOpen('a crawler').plan).toEqual({ kind: 'open', reason: 'a crawler' });
});
