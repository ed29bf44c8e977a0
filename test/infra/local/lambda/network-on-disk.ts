import type { Json } from '../../../../shared/json-schema.ts';
import { ARN, type OnDisk } from './functions-on-disk.ts';

/** What may be different in the network of a test's function. */
export interface NetworkOnDisk {
  readonly names?: readonly string[];
  /** @default true */
  readonly nat?: boolean;
  /** @default true */
  readonly endpoint?: boolean;
  /** @default true */
  readonly resolver?: boolean;
  /** @default - HTTPS */
  readonly egress?: Json;
  /** @default 'BLOCK' */
  readonly rest?: 'BLOCK' | 'ALERT' | 'ALLOW';
  /** @default true */
  readonly firewall?: boolean;
}

/** The id that a resource of this name has in a stack on disk. */
const id = (name: string) => `${ARN}:layer:${name}:1`;

/** A VPC with one subnet, as template resources, and where a function in it is. */
export function networkOnDisk(name: string, network: NetworkOnDisk = {}) {
  const { names = [], nat = true, endpoint = true, resolver = true, rest = 'BLOCK', firewall = true } = network;
  const { egress = [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] } = network;
  const VpcId = id(`${name}-vpc`);
  const part = (kind: string, type: string, properties: OnDisk['properties'] = {}): OnDisk => ({
    name: `${name}-${kind}`,
    type,
    files: {},
    properties,
  });
  const resources: readonly OnDisk[] = [
    part('vpc', 'AWS::EC2::VPC', { EnableDnsSupport: resolver }),
    part('subnet', 'AWS::EC2::Subnet', { VpcId }),
    part('group', 'AWS::EC2::SecurityGroup', { SecurityGroupEgress: egress }),
    part('table', 'AWS::EC2::SubnetRouteTableAssociation', {
      SubnetId: id(`${name}-subnet`),
      RouteTableId: 'table',
    }),
    part('route', 'AWS::EC2::Route', nat ? { RouteTableId: 'table', NatGatewayId: 'nat' } : { RouteTableId: 'table' }),
    part('allowed', 'AWS::Route53Resolver::FirewallDomainList', { Domains: [...names] }),
    part('all', 'AWS::Route53Resolver::FirewallDomainList', { Domains: ['*'] }),
    part('rules', 'AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        { Priority: 200, Action: rest, FirewallDomainListId: id(`${name}-all`) },
        { Priority: 100, Action: 'ALLOW', FirewallDomainListId: id(`${name}-allowed`) },
      ],
    }),
    ...(firewall
      ? [
          part('association', 'AWS::Route53Resolver::FirewallRuleGroupAssociation', {
            VpcId,
            FirewallRuleGroupId: id(`${name}-rules`),
          }),
        ]
      : []),
    ...(endpoint ? [part('endpoint', 'AWS::EC2::VPCEndpoint', { VpcId })] : []),
  ];
  const place = { VpcConfig: { SubnetIds: [id(`${name}-subnet`)], SecurityGroupIds: [id(`${name}-group`)] } };
  return { resources, place };
}
