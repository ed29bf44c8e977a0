import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { SecretCallerGrants } from '../../../infra/grants/secret-caller-grants.ts';
import { ToolNetwork } from '../../../infra/network/tool-network.ts';
import { defineTool } from '../../../shared/tool-contract.ts';
import type { NetworkNeed } from '../../../shared/tool-network.ts';
import { ENTRY, exampleContract, exampleGateway } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

function contract(name: string, network: NetworkNeed) {
  return defineTool({ ...exampleContract(name), network });
}

/** A gateway with one tool for each network. */
function gatewayWith(...tools: readonly (readonly [need: NetworkNeed, network?: ToolNetwork])[]) {
  const { stack, gateway } = exampleGateway();
  const added = tools.map(([need, network], index) =>
    gateway.addTool(`Tool${index}`, {
      contract: contract(`tool_${'abcdef'.charAt(index)}`, need),
      entry: ENTRY,
      ...(network && { network }),
    }),
  );
  return { stack, gateway, added, template: () => plainTemplate(stack) };
}

const propertiesOf = (template: ReturnType<typeof plainTemplate>, type: string) =>
  ofType(template, type).map(([, properties]) => properties);

describe('a tool without network', () => {
  const template = gatewayWith(['none']).template();

  test('has no endpoint, no route, no resolver and nothing to send (H4)', () => {
    expect(propertiesOf(template, 'AWS::EC2::VPC')).toMatchObject([{ EnableDnsSupport: false }]);
    for (const type of ['VPCEndpoint', 'Route', 'InternetGateway', 'NatGateway']) {
      expect(ofType(template, `AWS::EC2::${type}`)).toEqual([]);
    }
    expect(propertiesOf(template, 'AWS::EC2::SecurityGroup')).toMatchObject([
      { SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }] },
    ]);
  });

  test('runs in subnets of that VPC (H4)', () => {
    const [tool] = propertiesOf(template, 'AWS::Lambda::Function').filter(
      ({ FunctionName }) => FunctionName === 'mcp-tool_a',
    );
    expect(tool).toMatchObject({
      VpcConfig: { SubnetIds: [expect.any(String), expect.any(String)], SecurityGroupIds: [expect.any(String)] },
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
    });
  });
});

describe('a tool that reaches AWS alone', () => {
  test('does so by endpoints that cost nothing, and by no route (H4)', () => {
    const template = gatewayWith(['aws']).template();
    expect(propertiesOf(template, 'AWS::EC2::VPCEndpoint').map(({ VpcEndpointType }) => VpcEndpointType)).toEqual([
      'Gateway',
      'Gateway',
    ]);
    expect(ofType(template, 'AWS::EC2::Route')).toEqual([]);
    expect(ofType(template, 'AWS::EC2::NatGateway')).toEqual([]);
  });

  test('has an endpoint of its own for each service more, behind a group that lets functions in alone (H4)', () => {
    const network = ToolNetwork.awsOnly({ services: ['secretsmanager'] });
    const template = gatewayWith(['aws', network]).template();
    const [endpoint] = propertiesOf(template, 'AWS::EC2::VPCEndpoint').filter(
      (it) => it.VpcEndpointType === 'Interface',
    );
    expect(endpoint).toMatchObject({ PrivateDnsEnabled: true, PolicyDocument: { Statement: [{ Principal: '*' }] } });
    expect(propertiesOf(template, 'AWS::EC2::SecurityGroupIngress')).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: expect.any(String) },
    ]);
    expect(JSON.stringify(propertiesOf(template, 'AWS::Route53Resolver::FirewallDomainList'))).toContain(
      'secretsmanager.<AWS::Region>.<AWS::URLSuffix>',
    );
  });
});

describe('a tool that reaches hosts', () => {
  test('looks up those and what it needs of AWS; every other name is refused, also while the firewall fails (H4)', () => {
    const { stack, added, template } = gatewayWith([['rates.example.com'], ToolNetwork.hosts(['rates.example.com'])]);
    added[0]?.addSecret('key', SecretCallerGrants.shared(new secretsmanager.Secret(stack, 'Key')));
    const lists = propertiesOf(template(), 'AWS::Route53Resolver::FirewallDomainList').map(({ Domains }) => Domains);
    const ofAws = ['s3', '*.s3', 'dynamodb', '<AWS::AccountId>.ddb', 'secretsmanager'];
    expect(lists).toEqual([
      ['rates.example.com', ...ofAws.map((name) => `${name}.<AWS::Region>.<AWS::URLSuffix>`)],
      ['*'],
    ]);
    expect(propertiesOf(template(), 'AWS::Route53Resolver::FirewallConfig')).toMatchObject([
      { FirewallFailOpen: 'DISABLED' },
    ]);
  });

  test('goes out through one NAT gateway (H4)', () => {
    const template = gatewayWith([['rates.example.com'], ToolNetwork.hosts(['rates.example.com'])]).template();
    expect(ofType(template, 'AWS::EC2::NatGateway')).toHaveLength(1);
  });
});

describe('the networks of a gateway', () => {
  test('are one VPC for equal networks, and apart for others (H4)', () => {
    const { added } = gatewayWith(
      ['aws'],
      ['aws', ToolNetwork.awsOnly()],
      ['aws', ToolNetwork.awsOnly({ services: ['kms'] })],
      [['rates.example.com'], ToolNetwork.hosts(['rates.example.com'])],
      [['rates.example.com'], ToolNetwork.hosts(['rates.example.com'])],
      [['other.example.com'], ToolNetwork.hosts(['other.example.com'])],
    );
    const [first, ...others] = added.map(({ network }) => network);
    expect(others.map((it) => it === first)).toEqual([true, false, false, false, false]);
    expect(others[2]).toBe(others[3]);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  test('write down what every VPC rejects (H4)', () => {
    const template = gatewayWith(['aws'], ['none']).template();
    const watched = propertiesOf(template, 'AWS::EC2::FlowLog').map(({ ResourceId, TrafficType }) => [
      ResourceId,
      TrafficType,
    ]);
    expect(watched).toEqual(ofType(template, 'AWS::EC2::VPC').map(([id]) => [`<${id}>`, 'REJECT']));
  });

  test('are not there while no tool needs one', () => {
    const template = gatewayWith(['aws', ToolNetwork.dangerouslyOpen('a test')]).template();
    expect(Object.values(template.Resources).filter(({ Type }) => /EC2|Route53/.test(Type))).toEqual([]);
  });

  test('leave an open tool outside, with a warning that gives the reason', () => {
    const { stack, added } = gatewayWith([['rates.example.com'], ToolNetwork.dangerouslyOpen('it crawls the web')]);
    expect(added[0]?.network).toBeUndefined();
    Annotations.fromStack(stack).hasWarning(
      '/Example/Gateway/Tool0',
      Match.stringLikeRegexp('tool_a can reach every address on the internet: it crawls the web'),
    );
  });
});

describe('a secret', () => {
  const secret = (network: NetworkNeed, wired?: ToolNetwork) => {
    const { stack, added } = gatewayWith(wired ? [network, wired] : [network]);
    const key = SecretCallerGrants.shared(new secretsmanager.Secret(stack, 'Key'));
    return () => added[0]?.addSecret('key', key);
  };

  test('needs a way to Secrets Manager: a tool without one is told what to add and what it costs (H4)', () => {
    expect(secret('aws')).toThrow(
      "Example/Gateway/Tool0: it has no way to secretsmanager; give it network: ToolNetwork.awsOnly({ services: ['secretsmanager'] }), about $15 a month",
    );
    expect(secret('aws', ToolNetwork.awsOnly({ services: ['kms'] }))).toThrow("['kms', 'secretsmanager']");
    expect(secret('none')).toThrow('a tool without network cannot ask secretsmanager');
  });

  test('is within reach of a tool that has one', () => {
    expect(secret('aws', ToolNetwork.awsOnly({ services: ['secretsmanager'] }))).not.toThrow();
    expect(secret(['rates.example.com'], ToolNetwork.hosts(['rates.example.com']))).not.toThrow();
    expect(secret('aws', ToolNetwork.dangerouslyOpen('a test'))).not.toThrow();
  });
});

test('Lambda makes the interfaces of a function with its role, and the code of the function is denied it (D1)', () => {
  const { statements, role } = roleOf(gatewayWith(['aws']).template(), 'GatewayTool0FunctionRole');
  const [allowed, denied] = statements.filter(({ Action }) => Action.every((it) => it.startsWith('ec2:')));
  expect(allowed).toMatchObject({ Effect: 'Allow', Resource: ['*'] });
  expect(denied).toEqual({
    ...allowed,
    Effect: 'Deny',
    Condition: {
      ArnEquals: {
        'lambda:SourceFunctionArn': 'arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:mcp-tool_a',
      },
    },
  });
  expect(role.ManagedPolicyArns).toEqual([]);
});
