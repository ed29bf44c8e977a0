import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CONTRACT_PACKAGE, ContractFile } from '../../shared/contract-document.ts';
import { POLICY_PACKAGE, PolicyFile } from '../../shared/policy-file.ts';
import { CommandError, ExitCode } from './exit-code.ts';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string().optional() }).default({}) }),
  ),
});

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Metadata: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

/**
 * Finds the policies and the contracts of an assembly's one gateway, as its functions will read them.
 *
 * @throws CommandError when there is no gateway with policies, or more than one.
 */
export function policyOfAssembly(assembly: string): {
  readonly policies: PolicyFile;
  readonly contracts: ContractFile;
} {
  const layers = layerFolders(assembly);
  const policies = packagesIn(layers, POLICY_PACKAGE);
  const contracts = packagesIn(layers, CONTRACT_PACKAGE).map((file) => ContractFile.parse(file));
  const deciding = contracts.filter((file) => file.policies);
  const [contract] = deciding;
  if (!contract || policies.length !== 1 || deciding.length !== 1) {
    const sentence = `One gateway with policies is tested at a time, and ${assembly} has ${policies.length}. A gateway has policies by its prop: policies: 'infra/policies'.`;
    throw new CommandError(ExitCode.usage, sentence);
  }
  return { policies: PolicyFile.parse(policies[0]), contracts: contract };
}

function layerFolders(assembly: string): readonly string[] {
  const { artifacts } = Manifest.parse(readJson(join(assembly, 'manifest.json')));
  return Object.values(artifacts).flatMap(({ type, properties }) => {
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const { Resources } = Template.parse(readJson(join(assembly, properties.templateFile)));
    return Object.values(Resources).flatMap(({ Type, Metadata }) => {
      const folder = Metadata['aws:asset:path'];
      return Type === 'AWS::Lambda::LayerVersion' && typeof folder === 'string' ? [join(assembly, folder)] : [];
    });
  });
}

function packagesIn(layers: readonly string[], name: string): readonly unknown[] {
  return layers
    .map((layer) => join(layer, 'nodejs', 'node_modules', name, 'index.json'))
    .filter((file) => existsSync(file))
    .map(readJson);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
