import { expect, test } from 'vitest';
import { networkOf } from '../../../infra/report/network-of.ts';
import { networkWeakenings } from '../../../infra/report/network-weakenings.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { exchangeRate } from '../../../shared/tools/exchange-rate.ts';
import { stacksOf } from './stacks-of.ts';

const TOOL = { ...describeTool(exchangeRate), network: ['rates.example.com'] };

const Vpc = {
  Vpc: { Type: 'AWS::EC2::VPC' },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
  Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  Association: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  },
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] },
  },
  Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 's3' } },
};
const Route = {
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } },
};
const firewall = (domains: readonly string[], blocked: readonly string[] = ['*'], FirewallFailOpen = 'DISABLED') => ({
  Allowed: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: domains } },
  Blocked: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: blocked } },
  Rules: {
    Type: 'AWS::Route53Resolver::FirewallRuleGroup',
    Properties: {
      FirewallRules: [
        { Action: 'BLOCK', FirewallDomainListId: { 'Fn::GetAtt': ['Blocked', 'Id'] }, Priority: 200 },
        { Action: 'ALLOW', FirewallDomainListId: { 'Fn::GetAtt': ['Allowed', 'Id'] }, Priority: 100 },
      ],
    },
  },
  Hung: {
    Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
    Properties: { VpcId: { Ref: 'Vpc' }, FirewallRuleGroupId: { 'Fn::GetAtt': ['Rules', 'Id'] }, Priority: 101 },
  },
  Fail: {
    Type: 'AWS::Route53Resolver::FirewallConfig',
    Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen },
  },
});

function network(others: object, VpcConfig: object | undefined = WIRED) {
  const stacks = stacksOf({
    Resources: { ...Vpc, ...others, Fn: { Type: 'AWS::Lambda::Function', Properties: { VpcConfig } } },
  });
  const [fn] = stacks.ofType('AWS::Lambda::Function');
  return networkOf(TOOL, fn, { RATES_URL: 'https://rates.example.com/v1', PLAIN: 'x' }, stacks);
}

const WIRED = { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] };

function weak(others: object, config?: object) {
  return networkWeakenings(network(others, config)).map(({ id }) => id);
}

test('the wiring is read from subnets, routes, security groups, endpoints and the DNS firewall (E7)', () => {
  expect(network({ Route, ...firewall(['rates.example.com']) })).toEqual({
    need: ['rates.example.com'],
    named: ['rates.example.com'],
    vpc: {
      name: '<Vpc>',
      routes: ['0.0.0.0/0 → <Nat>'],
      endpoints: ['s3'],
      egress: ['tcp 443 to 0.0.0.0/0'],
      names: [
        { action: 'ALLOW', domains: ['rates.example.com'] },
        { action: 'BLOCK', domains: ['*'] },
      ],
      failOpen: 'DISABLED',
    },
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ['a network without a way out', weak(firewall([])), []],
  [
    'a way out, held by name',
    weak({ Route, ...firewall(['rates.example.com', 's3.<AWS::Region>.amazonaws.com']) }),
    ['addresses-open'],
  ],
  ['a name the contract does not say', weak(firewall(['evil.example.com'])), ['names-not-in-contract']],
  ['a firewall that blocks some names only', weak(firewall([], ['evil.example.com'])), ['names-open']],
  ['every name allowed first', weak(firewall(['*'])), ['names-open', 'names-not-in-contract']],
  ['a firewall that fails open', weak(firewall([], ['*'], 'ENABLED')), ['names-fail-open']],
  ['no firewall', weak({}), ['names-open']],
])('%s (E7)', (_, found, wanted) => {
  expect(found).toEqual(wanted);
});

test('a function in no network may connect anywhere, and is called weak (E7)', () => {
  const stacks = stacksOf({ Resources: { Fn: { Type: 'AWS::Lambda::Function' } } });
  const open = networkOf(TOOL, stacks.resources[0], {}, stacks);
  expect(open.vpc).toBeUndefined();
  expect(networkWeakenings(open).map(({ id }) => id)).toEqual(['network-open']);
});

test('subnets and groups of another app are said to be unknown, not to be shut', () => {
  const { vpc } = network({}, { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] });
  expect(vpc?.routes).toEqual([expect.stringMatching(/^unknown/)]);
  expect(vpc?.egress).toEqual([expect.stringMatching(/^unknown/)]);
});
