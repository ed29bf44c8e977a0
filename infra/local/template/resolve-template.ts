import { isAbsolute, join } from 'node:path';
import type { Json } from '../../../shared/json-schema.ts';
import { type AddressSwap, addressSwaps, swapAddresses } from './addresses.ts';
import type { CloudAssembly } from './cloud-assembly.ts';
import { type DeployedResource, type DeployedStack, type LocalAddresses, UnknownInTemplate } from './deployed-stack.ts';
import { resolveIntrinsics, resolveProperties } from './intrinsics.ts';
import { stackOf } from './stack-of.ts';
import { TemplateReferences } from './template-references.ts';

const METADATA_TYPE = 'AWS::CDK::Metadata';
const METADATA_CONDITION = 'CDKMetadataAvailable';
const BOOTSTRAP_RULE = 'CheckBootstrapVersion';

/**
 * Gives every resource its names and resolves every intrinsic, so that local mode reads plain values.
 *
 * @throws UnknownInTemplate for a type, function, attribute, condition or rule local mode does not know.
 */
export function resolveTemplate(assembly: CloudAssembly, addresses: LocalAddresses): DeployedStack {
  refuseUnknownSections(assembly);
  const references = new TemplateReferences(assembly);
  const onAws = Object.keys(assembly.template.Resources).map((id) => resolveResource(id, assembly, references));
  const swaps = addressSwaps(onAws, references.region, addresses);
  return stackOf({
    account: references.account,
    region: references.region,
    name: assembly.stackName,
    resources: onAws.map((resource) => onThisMachine(resource, swaps)),
    outputs: resolveOutputs(assembly, references, swaps),
    assetFolder: (resource) => assetFolder(resource, assembly),
  });
}

function refuseUnknownSections({ template }: CloudAssembly): void {
  for (const condition of Object.keys(template.Conditions)) {
    if (condition !== METADATA_CONDITION) throw new UnknownInTemplate(`the condition ${condition}`, 'Conditions');
  }
  for (const rule of Object.keys(template.Rules)) {
    if (rule !== BOOTSTRAP_RULE) throw new UnknownInTemplate(`the rule ${rule}`, 'Rules');
  }
  for (const [logicalId, { Type, Condition }] of Object.entries(template.Resources)) {
    if (Condition !== undefined && Type !== METADATA_TYPE) {
      throw new UnknownInTemplate(`a resource under the condition ${Condition}`, logicalId);
    }
  }
}

function resolveResource(logicalId: string, assembly: CloudAssembly, references: TemplateReferences): DeployedResource {
  const { Type, Properties, Metadata } = resourceOf(assembly, logicalId);
  return {
    logicalId,
    type: Type,
    physicalId: references.physicalId(logicalId, logicalId),
    arn: references.arn(logicalId, logicalId),
    properties: resolveProperties(Properties, references, logicalId),
    metadata: Metadata,
    path: assembly.paths.get(logicalId) ?? logicalId,
  };
}

function onThisMachine(resource: DeployedResource, swaps: readonly AddressSwap[]): DeployedResource {
  return { ...resource, properties: mapValues(resource.properties, (value) => swapAddresses(value, swaps)) };
}

function resolveOutputs(
  { template }: CloudAssembly,
  references: TemplateReferences,
  swaps: readonly AddressSwap[],
): { [name: string]: string } {
  return mapValues(template.Outputs, ({ Value, Condition }, name) => {
    if (Condition !== undefined) throw new UnknownInTemplate(`an output under the condition ${Condition}`, name);
    const value = swapAddresses(resolveIntrinsics(Value, references, `Outputs.${name}`), swaps);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** From the CDK's note at the resource, which only its CLI writes, or else from the S3 key of the code. */
function assetFolder(resource: DeployedResource, assembly: CloudAssembly): string {
  const noted = resource.metadata['aws:asset:path'];
  if (typeof noted === 'string') return isAbsolute(noted) ? noted : join(assembly.folder, noted);
  const folder = assembly.assets.get(s3KeyOf(resource.properties.Code ?? resource.properties.Content) ?? '');
  if (folder === undefined) throw new UnknownInTemplate('code that is not an asset of the CDK', resource.path);
  return folder;
}

function s3KeyOf(code: Json | undefined): string | undefined {
  if (typeof code !== 'object' || code === null || !('S3Key' in code)) return undefined;
  return typeof code.S3Key === 'string' ? code.S3Key : undefined;
}

function resourceOf({ template }: CloudAssembly, logicalId: string): CloudAssembly['template']['Resources'][string] {
  const resource = template.Resources[logicalId];
  if (!resource) throw new UnknownInTemplate(`the resource ${logicalId}`, 'Resources');
  return resource;
}

function mapValues<From, To>(
  values: { readonly [name: string]: From },
  change: (value: From, name: string) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
