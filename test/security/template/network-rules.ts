import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { added, changed, drop, put, type TemplateRule, without } from './template-rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const VPC = 'AWS::EC2::VPC';
const GROUP = 'AWS::EC2::SecurityGroup';
const ROUTE = 'AWS::EC2::Route';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const FLOW_LOG = 'AWS::EC2::FlowLog';
const LIST = 'AWS::Route53Resolver::FirewallDomainList';
const RULES = 'AWS::Route53Resolver::FirewallRuleGroup';
const ASSOCIATION = 'AWS::Route53Resolver::FirewallRuleGroupAssociation';
const CONFIG = 'AWS::Route53Resolver::FirewallConfig';

type Properties = DeployedResource['properties'];

/** Tool names have no hyphen. */
const isTool = ({ FunctionName }: Properties) => typeof FunctionName === 'string' && /^mcp-[^-]+$/.test(FunctionName);

const Placed = z.object({
  VpcConfig: z.object({ SubnetIds: z.array(z.string()).min(1), SecurityGroupIds: z.array(z.string()).length(1) }),
});
const Egress = z.object({
  CidrIp: z.string().optional(),
  IpProtocol: z.string(),
  FromPort: z.number(),
  ToPort: z.number(),
});
const Group = z.object({
  SecurityGroupEgress: z.array(Egress).min(1),
  SecurityGroupIngress: z.array(z.json()).default([]),
});
const Route = z.object({
  RouteTableId: z.string(),
  GatewayId: z.string().optional(),
  NatGatewayId: z.string().optional(),
});
const Association = z.object({ SubnetId: z.string(), RouteTableId: z.string() });

/** How the CDK writes a group that lets nothing out: one packet of a kind that no address can send. */
const NOTHING = { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 };
const HTTPS = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

/** A tool's function is in a VPC, in subnets without a way to the internet of their own, and speaks HTTPS or nothing. */
export const closedNetworks: TemplateRule = {
  problemsOf: (stack) => [
    ...toolsOf(stack).flatMap((tool) => {
      const place = Placed.safeParse(tool.properties);
      if (!place.success) return [`${tool.path} is outside of every VPC`];
      const { SubnetIds, SecurityGroupIds } = place.data.VpcConfig;
      return [
        ...SubnetIds.flatMap((id) => routesOf(stack, id))
          .filter(({ GatewayId }) => GatewayId !== undefined)
          .map(() => `${tool.path} is in a subnet that leads to the internet by itself`),
        ...SecurityGroupIds.flatMap((id) => groupProblems(stack, id)),
      ];
    }),
    ...['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::VPCPeeringConnection', 'AWS::EC2::TransitGatewayAttachment']
      .flatMap((type) => stack.ofType(type))
      .map(({ path, type }) => `${path} is another way out: ${type}`),
  ],
  losses: {
    'a tool is outside of every VPC': changed(FUNCTION, drop('VpcConfig'), isTool),
    'a tool is in a subnet that leads to the internet': changed(
      ROUTE,
      (it) => ({ ...it, NatGatewayId: null, GatewayId: 'igw-1' }),
      ({ NatGatewayId }) => NatGatewayId !== undefined,
    ),
    'a tool may open every port': changed(GROUP, put({ SecurityGroupEgress: [{ ...HTTPS, FromPort: 0 }] })),
    'a tool may use every protocol': changed(GROUP, put({ SecurityGroupEgress: [{ ...HTTPS, IpProtocol: '-1' }] })),
    'a group says nothing of what goes out': changed(GROUP, drop('SecurityGroupEgress')),
    'something may connect to a tool': changed(GROUP, put({ SecurityGroupIngress: [{ CidrIp: '10.0.0.0/8' }] })),
    'a way out is added to a group': added('AWS::EC2::SecurityGroupEgress', {}),
  },
};

const Vpc = z.object({ EnableDnsSupport: z.boolean() });
const Firewall = z.object({ VpcId: z.string(), FirewallRuleGroupId: z.string() });
const Rules = z.object({
  FirewallRules: z.array(
    z.object({
      Action: z.string(),
      Priority: z.number(),
      FirewallDomainListId: z.string(),
    }),
  ),
});
const List = z.object({ Domains: z.array(z.string()) });
const Config = z.object({ ResourceId: z.string(), FirewallFailOpen: z.string() });

/** Names a tool may look up, in the reference deployment: the hosts of its contract and services of AWS in this region. */
const NAMES = /^(rates|profiles|parcels)\.example\.com$|^(\*\.)?[a-z0-9]+(\.ddb)?\.us-east-1\.amazonaws\.com$/;

/** The resolver of a tool's VPC answers for the names of a list; where there is no list, it answers nobody. */
export const namedNetworks: TemplateRule = {
  problemsOf: (stack) =>
    stack.ofType(VPC).flatMap(({ properties, physicalId, path }) => {
      if (!Vpc.parse(properties).EnableDnsSupport) return [];
      const groups = stack
        .ofType(ASSOCIATION)
        .map((it) => Firewall.parse(it.properties))
        .filter(({ VpcId }) => VpcId === physicalId)
        .flatMap(({ FirewallRuleGroupId }) => stack.find(FirewallRuleGroupId, RULES) ?? []);
      const rules = groups
        .flatMap((it) => Rules.parse(it.properties).FirewallRules)
        .toSorted((one, other) => one.Priority - other.Priority)
        .map((rule) => ({ ...rule, names: namesIn(stack, rule.FirewallDomainListId) }));
      const last = rules.at(-1);
      const closed = stack.ofType(CONFIG).map((it) => Config.parse(it.properties));
      return [
        ...(last?.Action === 'BLOCK' && last.names.includes('*') ? [] : [`${path} looks up names beside its list`]),
        ...rules
          .filter(({ Action }) => Action === 'ALLOW')
          .flatMap(({ names }) => names.filter((name) => !NAMES.test(name)))
          .map((name) => `${path} looks up ${name}`),
        ...(closed.some((it) => it.ResourceId === physicalId && it.FirewallFailOpen === 'DISABLED')
          ? []
          : [`${path} looks up every name while the firewall fails`]),
      ];
    }),
  losses: {
    'no list stands before the resolver': without(ASSOCIATION),
    'names beside the list are answered': changed(RULES, (it) => ({
      ...it,
      FirewallRules: Rules.parse(it).FirewallRules.filter(({ Action }) => Action === 'ALLOW'),
    })),
    'names beside the list are only counted': changed(RULES, (it) => ({
      ...it,
      FirewallRules: Rules.parse(it).FirewallRules.map((rule) => ({
        ...rule,
        Action: rule.Action.replace('BLOCK', 'ALERT'),
      })),
    })),
    'the list is every name': changed(
      LIST,
      put({ Domains: ['*'] }),
      ({ Domains }) => !JSON.stringify(Domains).includes('"*"'),
    ),
    'a host more is on the list': changed(LIST, put({ Domains: ['paste.example.net'] })),
    'the firewall lets through what it cannot judge': changed(CONFIG, put({ FirewallFailOpen: 'ENABLED' })),
    'nothing says what the firewall does when it fails': without(CONFIG),
  },
};

const Endpoint = z.object({
  VpcId: z.string(),
  PrivateDnsEnabled: z.boolean().default(true),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.string(),
        Condition: z.object({
          ArnLike: z.object({ 'aws:PrincipalArn': z.string().regex(/^arn:aws:iam::\d{12}:role\/sallyport\/mcp\/\*$/) }),
          StringEquals: z.object({ 'aws:ResourceAccount': z.string().regex(/^\d{12}$/) }),
        }),
      }),
    ),
  }),
});
const FlowLog = z.object({ ResourceId: z.string(), TrafficType: z.enum(['REJECT', 'ALL']) });

/** Endpoints let through loans of this gateway, to this account alone; and what a VPC rejects is written down. */
export const watchedNetworks: TemplateRule = {
  problemsOf: (stack) => [
    ...stack
      .ofType(ENDPOINT)
      .filter(({ properties }) => !Endpoint.safeParse(properties).success)
      .map(({ path }) => `${path} lets through more than loans of this gateway to this account`),
    ...stack
      .ofType(VPC)
      .filter(
        ({ physicalId }) =>
          !stack
            .ofType(FLOW_LOG)
            .some(({ properties }) => FlowLog.safeParse(properties).data?.ResourceId === physicalId),
      )
      .map(({ path }) => `${path} rejects in silence`),
  ],
  losses: {
    'an endpoint has no policy': changed(ENDPOINT, drop('PolicyDocument')),
    'an endpoint lets everything through': changed(
      ENDPOINT,
      put({ PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } }),
    ),
    'rejected traffic is not written down': without(FLOW_LOG),
    'accepted traffic alone is written down': changed(FLOW_LOG, put({ TrafficType: 'ACCEPT' })),
  },
};

function toolsOf(stack: DeployedStack): readonly DeployedResource[] {
  return stack.ofType(FUNCTION).filter(({ properties }) => isTool(properties));
}

function routesOf(stack: DeployedStack, subnetId: string): readonly z.infer<typeof Route>[] {
  const tables = stack
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .map(({ properties }) => Association.parse(properties))
    .filter(({ SubnetId }) => SubnetId === subnetId)
    .map(({ RouteTableId }) => RouteTableId);
  return stack
    .ofType(ROUTE)
    .map(({ properties: { NatGatewayId, ...properties } }) =>
      Route.parse({ ...properties, ...(NatGatewayId && { NatGatewayId }) }),
    )
    .filter(({ RouteTableId }) => tables.includes(RouteTableId));
}

function groupProblems(stack: DeployedStack, id: string): readonly string[] {
  const group = Group.safeParse(stack.find(id, GROUP)?.properties);
  if (!group.success) return [`${id} says nothing of what goes out`];
  const { SecurityGroupEgress, SecurityGroupIngress } = group.data;
  const known = [JSON.stringify(NOTHING), JSON.stringify(HTTPS)];
  return [
    ...SecurityGroupEgress.map((rule) => JSON.stringify(rule))
      .filter((rule) => !known.includes(rule))
      .map((rule) => `${id} lets out ${rule}`),
    ...SecurityGroupIngress.map(() => `${id} lets something in`),
  ];
}

function namesIn(stack: DeployedStack, id: string): readonly string[] {
  return List.parse(stack.find(id, LIST)?.properties).Domains;
}
