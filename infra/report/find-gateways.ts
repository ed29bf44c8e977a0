import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Connection } from '../../shared/connect.ts';
import { CONTRACT_PACKAGE, ContractFile } from '../../shared/contract-document.ts';
import { POLICY_PACKAGE, PolicyFile } from '../../shared/policy-file.ts';
import type { ReportDocument } from './report-document.ts';
import type { ReportResource, ReportStacks } from './report-stack.ts';
import { isRecord, textOf } from './template-text.ts';

/** One gateway as its functions know it. */
export interface FoundGateway {
  readonly name: string;
  readonly place: string;
  readonly stack: string;
  readonly contracts: ContractFile;
  readonly policies: PolicyFile | undefined;
  /** Variables of all functions that know the gateway's name; where they differ, all values. */
  readonly settings: { readonly [name: string]: string };
  readonly connections: readonly Connection[];
}

/** The gateways of an assembly, by the functions that borrow caller roles. */
export function findGateways(stacks: ReportStacks): readonly FoundGateway[] {
  const functions = stacks.ofType('AWS::Lambda::Function');
  return functions
    .filter(isGateway)
    .filter((fn) => packageOf(fn, CONTRACT_PACKAGE, stacks) !== undefined)
    .map((fn) => {
      const own = variablesOf(fn);
      const siblings = functions
        .filter(({ stack }) => stack === fn.stack)
        .map(variablesOf)
        .filter(({ GATEWAY_NAME }) => GATEWAY_NAME === own.GATEWAY_NAME);
      const contracts = ContractFile.parse(packageOf(fn, CONTRACT_PACKAGE, stacks));
      const policies = packageOf(fn, POLICY_PACKAGE, stacks);
      const settings = joinVariables(siblings);
      return {
        name: own.GATEWAY_NAME ?? fn.name,
        place: fn.name,
        stack: fn.stack,
        contracts,
        policies: policies === undefined ? undefined : PolicyFile.parse(policies),
        settings,
        connections: connectionsIn(settings.CONNECTIONS),
      };
    });
}

/** Gateways whose contracts are not in the assembly, so that nothing can be said of them. */
export function unreadGateways(stacks: ReportStacks): ReportDocument['unplaced'] {
  return stacks
    .ofType('AWS::Lambda::Function')
    .filter((fn) => isGateway(fn) && packageOf(fn, CONTRACT_PACKAGE, stacks) === undefined)
    .map(({ name }) => ({ place: name, what: 'a gateway whose contracts are not in this assembly' }));
}

/** Only gateways are told which roles they may borrow. */
function isGateway(fn: ReportResource): boolean {
  return variablesOf(fn).CALLER_ROLE_PREFIX !== undefined;
}

/** Variables of a function, each as one text. */
export function variablesOf({ properties }: ReportResource): { readonly [name: string]: string } {
  const environment = isRecord(properties.Environment) ? properties.Environment.Variables : undefined;
  if (!isRecord(environment)) return {};
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, textOf(value)]));
}

function joinVariables(functions: readonly { readonly [name: string]: string }[]): { readonly [name: string]: string } {
  const values = Map.groupBy(functions.flatMap(Object.entries<string>), ([name]) => name);
  return Object.fromEntries(
    Array.from(values, ([name, entries]) => [name, [...new Set(entries.map(([, value]) => value))].join(' | ')]),
  );
}

/** What a layer of the function holds under a name. */
function packageOf(fn: ReportResource, name: string, stacks: ReportStacks): unknown {
  const layers = Array.isArray(fn.properties.Layers) ? fn.properties.Layers : [];
  for (const layer of layers) {
    const folder = stacks.behind(layer)?.assetFolder;
    const file = folder === undefined ? '' : join(folder, 'nodejs', 'node_modules', name, 'index.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  }
  return undefined;
}

function connectionsIn(text: string | undefined): readonly Connection[] {
  return text === undefined ? [] : z.array(Connection).parse(JSON.parse(text));
}
