import type { Json } from '../../shared/json-schema.ts';
import type { ReportVpc } from './report-document.ts';
import type { ReportResource, ReportStacks } from './report-stack.ts';
import { asList, isRecord, textOf } from './template-text.ts';

type Config = { readonly [name: string]: Json };

/** The network a function stands in, by the subnets and security groups of its configuration. */
export function vpcOf({ SubnetIds, SecurityGroupIds }: Config, stacks: ReportStacks): ReportVpc {
  const subnets = asList(SubnetIds);
  const vpc = textOf(stacks.behind(subnets[0])?.properties.VpcId ?? subnets[0]);
  const fail = beside(vpc, 'AWS::Route53Resolver::FirewallConfig', 'ResourceId', stacks)[0]?.properties
    .FirewallFailOpen;
  return {
    name: vpc,
    routes: subnets.flatMap((subnet) => routesOf(subnet, stacks)).filter(isNew),
    endpoints: beside(vpc, 'AWS::EC2::VPCEndpoint', 'VpcId', stacks).map(({ properties }) =>
      textOf(properties.ServiceName),
    ),
    egress: asList(SecurityGroupIds).flatMap((group) => egressOf(group, stacks)),
    names: [...nameRules(vpc, stacks)],
    ...(fail !== undefined && { failOpen: textOf(fail) }),
  };
}

function routesOf(subnet: Json, stacks: ReportStacks): readonly string[] {
  const tables = beside(textOf(subnet), 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', stacks);
  // Without a table of its own a subnet has the main one of its VPC, which the template does not show.
  if (tables.length === 0) return [`unknown: no route table for ${textOf(subnet)} in the template`];
  return tables.flatMap(({ properties: { RouteTableId } }) =>
    beside(textOf(RouteTableId), 'AWS::EC2::Route', 'RouteTableId', stacks).map(
      ({ properties: { RouteTableId: _, ...route } }) => Object.values(route).map(textOf).join(' → '),
    ),
  );
}

/** Rules in the group and rules beside it. */
function egressOf(id: Json, stacks: ReportStacks): readonly string[] {
  const group = stacks.behind(id);
  if (!group) return [`unknown: ${textOf(id)} is not in the template`];
  const apart = stacks
    .ofType('AWS::EC2::SecurityGroupEgress')
    .filter(({ properties }) => stacks.behind(properties.GroupId) === group)
    .map(({ properties: { GroupId: _, ...rule } }) => rule);
  return [...asList(group.properties.SecurityGroupEgress), ...apart].map(ruleText);
}

function ruleText(rule: Json): string {
  if (!isRecord(rule)) return textOf(rule);
  const { CidrIp, IpProtocol, FromPort, ToPort, Description: _, ...others } = rule;
  const ports = FromPort === ToPort ? textOf(FromPort) : `${textOf(FromPort)}–${textOf(ToPort)}`;
  const more = Object.entries(others).map(([name, value]) => `${name} ${textOf(value)}`);
  return [`${textOf(IpProtocol)} ${ports} to ${CidrIp === undefined ? 'others' : textOf(CidrIp)}`, ...more].join(', ');
}

/** Groups of rules hang on a VPC in an order, and so do the rules of a group. */
function nameRules(vpc: string, stacks: ReportStacks): readonly ReportVpc['names'][number][] {
  const hung = beside(vpc, 'AWS::Route53Resolver::FirewallRuleGroupAssociation', 'VpcId', stacks);
  return hung.toSorted(byPriority).flatMap(({ properties: { FirewallRuleGroupId } }) => {
    const rules = asList(stacks.behind(FirewallRuleGroupId)?.properties.FirewallRules);
    return rules
      .filter(isRecord)
      .map((properties) => ({ properties }))
      .toSorted(byPriority)
      .map(({ properties: { Action, FirewallDomainListId } }) => ({
        action: textOf(Action),
        domains: domainsOf(FirewallDomainListId, stacks),
      }));
  });
}

function domainsOf(list: Json | undefined, stacks: ReportStacks): string[] {
  const found = stacks.behind(list);
  return found ? asList(found.properties.Domains).map(textOf) : [`unknown: ${textOf(list)} is not in the template`];
}

/** Resources of a type that name this one in a property. */
function beside(id: string, type: string, property: string, stacks: ReportStacks): readonly ReportResource[] {
  return stacks.ofType(type).filter(({ properties }) => textOf(properties[property]) === id);
}

function byPriority(one: { readonly properties: Config }, other: { readonly properties: Config }): number {
  return Number(one.properties.Priority) - Number(other.properties.Priority);
}

function isNew(route: string, index: number, routes: readonly string[]): boolean {
  return routes.indexOf(route) === index;
}
