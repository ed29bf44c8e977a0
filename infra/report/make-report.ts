import type { ContractDocument } from '../../shared/contract-document.ts';
import {
  callerRoleName,
  delegationKeysFunctionName,
  downstreamsName,
  sessionPolicyName,
  toolFunctionName,
} from '../../shared/resource-names.ts';
import { loadCedar } from '../policy/load-cedar.ts';
import { downstreamsOf } from './downstreams-of.ts';
import { type FoundGateway, findGateways, unreadGateways, variablesOf } from './find-gateways.ts';
import { narrowingOf } from './narrowing-of.ts';
import { networkOf } from './network-of.ts';
import { type ParsedPolicy, parsePolicies } from './parse-policies.ts';
import { ReportDocument, type ReportGateway, type ReportRole, type ReportTool } from './report-document.ts';
import type { ReportResource, ReportStacks } from './report-stack.ts';
import { roleRights, unplacedRights } from './role-rights.ts';
import { secretsOf } from './secrets-of.ts';
import { textOf } from './template-text.ts';
import { findWeakenings } from './weakenings.ts';
import { type Deciders, whoMayCall } from './who-may-call.ts';

/** Makes the report of an assembly from what its templates and the contracts in it say, and from nothing else. */
export function makeReport(stacks: ReportStacks): ReportDocument {
  return ReportDocument.parse({
    format: 'sallyport-report',
    version: 1,
    gateways: findGateways(stacks).map((gateway) => gatewayReport(gateway, stacks)),
    unplaced: [...unreadGateways(stacks), ...unplacedRights(stacks)],
  });
}

function gatewayReport(found: FoundGateway, stacks: ReportStacks): ReportGateway {
  const { name, place, contracts, settings } = found;
  const policies = found.policies && parsePolicies(found.policies, loadCedar());
  const deciders: Deciders = {
    policies,
    cedar: loadCedar,
    groups: knownGroups(policies ?? [], stacks),
    scopePrefix: settings.SCOPE_PREFIX ?? '',
  };
  const report = {
    name,
    place,
    endpoint: settings.RESOURCE ?? '',
    listing: contracts.listing,
    baselineScopes: contracts.baselineScopes,
    settings: { ...settings },
    ownRoles: [...ownRoles(found, stacks)],
    ...(policies && { policies: policies.map(({ id, effect, text }) => ({ id, effect, text })) }),
    tools: contracts.tools.map((tool) => toolReport(tool, found, deciders, stacks)),
  };
  return { ...report, weakenings: [...findWeakenings(report, contracts, stacks)] };
}

function toolReport(
  tool: ContractDocument,
  gateway: FoundGateway,
  deciders: Deciders,
  stacks: ReportStacks,
): ReportTool {
  const { name, title, effect, openWorld } = tool;
  const own = stacks.inStack(gateway.stack);
  const fn = own
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => properties.FunctionName === toolFunctionName(gateway.name, name));
  const variables = fn ? variablesOf(fn) : {};
  const role = own
    .ofType('AWS::IAM::Role')
    .find(({ properties }) => properties.RoleName === callerRoleName(gateway.name, name));
  const rights = role && roleRights(role, stacks);
  const functionRole = fn && stacks.behind(fn.properties.Role);
  const template = parameter(sessionPolicyName(gateway.name, name), own);
  return {
    name,
    title,
    effect,
    openWorld,
    access: whoMayCall(tool, deciders),
    ...(rights && { role: rights }),
    ...(template && { narrowing: narrowingOf(template.properties.Value) }),
    ...(functionRole && { functionRole: roleRights(functionRole, stacks) }),
    secrets: [...secretsOf(variables, rights?.statements ?? [], gateway.connections)],
    downstreams: downstreamsOf(parameter(downstreamsName(gateway.name, name), own)?.properties.Value),
    network: networkOf(tool, fn, variables, stacks),
  };
}

/** Roles of the gateway's own functions, and the one that is lent to its page for secrets. */
function ownRoles({ name, stack, settings }: FoundGateway, stacks: ReportStacks): readonly ReportRole[] {
  const functions = stacks.inStack(stack).ofType('AWS::Lambda::Function');
  const own = functions
    .filter(
      (fn) => variablesOf(fn).GATEWAY_NAME === name || fn.properties.FunctionName === delegationKeysFunctionName(name),
    )
    .map(({ properties }) => properties.Role);
  const roles = [...own, settings.CONNECTOR_ROLE_ARN].flatMap((arn) => stacks.behind(arn) ?? []);
  return roles.map((role) => roleRights(role, stacks));
}

function parameter(name: string, stacks: ReportStacks): ReportResource | undefined {
  return stacks.ofType('AWS::SSM::Parameter').find(({ properties }) => properties.Name === name);
}

/** Groups of the user pool, and those that policies name. */
function knownGroups(policies: readonly ParsedPolicy[], stacks: ReportStacks): readonly string[] {
  const pool = stacks.ofType('AWS::Cognito::UserPoolGroup').map(({ properties }) => textOf(properties.GroupName));
  return [...new Set([...pool, ...policies.flatMap(({ groups }) => groups)])].toSorted();
}
