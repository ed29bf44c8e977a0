import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';

/** What a function can reach, as the template wires it: everything, or AWS or not and these addresses (`host:port`). */
export type FunctionNetwork = 'open' | { readonly aws: boolean; readonly addresses: readonly string[] };

const NOTHING: FunctionNetwork = { aws: false, addresses: [] };
const HTTPS = 443;

const Wiring = z.object({
  VpcConfig: z
    .object({ SubnetIds: z.array(z.string()).default([]), SecurityGroupIds: z.array(z.string()).default([]) })
    .optional(),
});
const Subnet = z.object({ VpcId: z.string() });
const Vpc = z.object({ EnableDnsSupport: z.boolean().default(true) });
const Rule = z.object({ IpProtocol: z.string(), FromPort: z.number().default(0), ToPort: z.number().default(65_535) });
/** AWS lets everything out of a group that says nothing of it. */
const Group = z.object({
  SecurityGroupEgress: z.array(Rule).default([{ IpProtocol: '-1', FromPort: 0, ToPort: 65_535 }]),
});
const Association = z.object({ SubnetId: z.string(), RouteTableId: z.string() });
const Route = z.object({
  RouteTableId: z.string(),
  DestinationCidrBlock: z.string().optional(),
  NatGatewayId: z.string().optional(),
});
const Endpoint = z.object({ VpcId: z.string() });
const FirewallOfVpc = z.object({ VpcId: z.string(), FirewallRuleGroupId: z.string() });
const Rules = z.object({
  FirewallRules: z.array(z.object({ Action: z.string(), Priority: z.number(), FirewallDomainListId: z.string() })),
});
const DomainList = z.object({ Domains: z.array(z.string()) });

/**
 * Reads a function's network from its subnets, their routes, its security groups, and the endpoints and DNS firewall of its
 * VPC: the wiring, not what somebody says of it. A function outside a VPC reaches the internet, as on AWS.
 *
 * Not read: network ACLs, peers, and which address a security group names.
 *
 * @throws UnknownInTemplate when a part of it is not in the template.
 */
export function readFunctionNetwork(stack: DeployedStack, { properties, path }: DeployedResource): FunctionNetwork {
  const { VpcConfig } = Wiring.parse(properties);
  if (VpcConfig === undefined || VpcConfig.SubnetIds.length === 0) return 'open';
  const read = <Shape extends z.ZodType>(type: string, id: string, shape: Shape): z.output<Shape> => {
    const found = stack.find(id, type);
    if (found === undefined) throw new UnknownInTemplate(`the ${type} ${id}`, path);
    return shape.parse(found.properties);
  };
  const [vpcId, ...others] = new Set(VpcConfig.SubnetIds.map((id) => read('AWS::EC2::Subnet', id, Subnet).VpcId));
  if (vpcId === undefined || others.length > 0) throw new UnknownInTemplate('a function in several VPCs', path);
  const groups = VpcConfig.SecurityGroupIds.map((id) => read('AWS::EC2::SecurityGroup', id, Group));
  if (!groups.some(({ SecurityGroupEgress }) => SecurityGroupEgress.some(letsHttpsOut))) return NOTHING;
  // Without names there are addresses alone, and none of them is known here.
  if (!read('AWS::EC2::VPC', vpcId, Vpc).EnableDnsSupport) return NOTHING;
  const names = allowedNames(stack, vpcId);
  const goesOut = VpcConfig.SubnetIds.some((id) => routesOut(stack, id));
  if (names === 'all' && goesOut) return 'open';
  const inside = stack.ofType('AWS::EC2::VPCEndpoint').some((it) => Endpoint.parse(it.properties).VpcId === vpcId);
  return {
    aws: (goesOut || inside) && (names === 'all' || names.some(isOfAws)),
    addresses: names === 'all' || !goesOut ? [] : names.filter((name) => !isOfAws(name)).map(withPort),
  };
}

function letsHttpsOut({ IpProtocol, FromPort, ToPort }: z.infer<typeof Rule>): boolean {
  return IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= HTTPS && HTTPS <= ToPort);
}

/** A function has no public address, so an internet gateway alone leads it nowhere. */
function routesOut(stack: DeployedStack, subnetId: string): boolean {
  const tables = stack
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .map(({ properties }) => Association.parse(properties))
    .filter(({ SubnetId }) => SubnetId === subnetId)
    .map(({ RouteTableId }) => RouteTableId);
  return stack
    .ofType('AWS::EC2::Route')
    .map(({ properties }) => Route.parse(properties))
    .some((route) => tables.includes(route.RouteTableId) && route.NatGatewayId !== undefined);
}

/** Names that are allowed before all others are blocked; all of them where nothing blocks the rest. */
function allowedNames(stack: DeployedStack, vpcId: string): readonly string[] | 'all' {
  const rules = stack
    .ofType('AWS::Route53Resolver::FirewallRuleGroupAssociation')
    .map(({ properties }) => FirewallOfVpc.parse(properties))
    .filter(({ VpcId }) => VpcId === vpcId)
    .flatMap(({ FirewallRuleGroupId }) => {
      const group = stack.find(FirewallRuleGroupId, 'AWS::Route53Resolver::FirewallRuleGroup');
      return group === undefined ? [] : Rules.parse(group.properties).FirewallRules;
    })
    .toSorted((one, other) => one.Priority - other.Priority)
    .map(({ Action, FirewallDomainListId }) => ({ Action, names: domainsOf(stack, FirewallDomainListId) }));
  const end = rules.findIndex(({ Action, names }) => Action === 'BLOCK' && names.includes('*'));
  if (end < 0) return 'all';
  const allowed = rules.slice(0, end).flatMap(({ Action, names }) => (Action === 'ALLOW' ? names : []));
  return allowed.includes('*') ? 'all' : allowed;
}

function domainsOf(stack: DeployedStack, id: string): readonly string[] {
  const list = stack.find(id, 'AWS::Route53Resolver::FirewallDomainList');
  return list === undefined ? [] : DomainList.parse(list.properties).Domains;
}

function isOfAws(name: string): boolean {
  return name.endsWith('.amazonaws.com');
}

/** A stand-in on this machine has a port of its own. */
function withPort(name: string): string {
  return /:\d+$/.test(name) ? name : `${name}:${HTTPS}`;
}
