import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import {
  type AssemblyArtifact,
  AssemblyManifest,
  AssetManifest,
  type CloudAssembly,
  CloudFormationTemplate,
  ConstructMetadata,
} from './cloud-assembly.ts';

const STACK = 'aws:cloudformation:stack';
const NESTED_ASSEMBLY = 'cdk:cloud-assembly';
const ASSET_MANIFEST = 'cdk:asset-manifest';

/** Thrown when a folder is no cloud assembly of exactly one stack. */
export class UnusableAssembly extends Error {
  constructor(folder: string, reason: string) {
    super(`${folder}: ${reason}`);
    this.name = 'UnusableAssembly';
  }
}

/**
 * Reads a `cdk.out` folder.
 *
 * @throws UnusableAssembly when the folder is absent, damaged, or holds anything but one stack.
 */
export function readAssembly(outputFolder: string): CloudAssembly {
  const folder = resolve(outputFolder);
  const { artifacts } = readManifest(folder);
  const [name, stack] = onlyStack(folder, artifacts);
  const { account, region } = environmentOf(stack);
  return {
    folder,
    stackName: textProperty(stack, 'stackName') ?? name,
    account,
    region,
    template: readTemplate(folder, stack),
    assets: readAssets(folder, artifacts),
    paths: readPaths(folder, stack),
  };
}

function readManifest(folder: string): z.infer<typeof AssemblyManifest> {
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new UnusableAssembly(folder, 'holds no manifest.json; run "npm run synth" first');
  }
  return readJson(folder, 'manifest.json', AssemblyManifest);
}

function onlyStack(
  folder: string,
  artifacts: { readonly [name: string]: AssemblyArtifact },
): readonly [string, AssemblyArtifact] {
  const stacks = Object.entries(artifacts).filter(([, artifact]) => artifact.type === STACK);
  const nested = Object.entries(artifacts).filter(([, artifact]) => artifact.type === NESTED_ASSEMBLY);
  if (nested.length > 0) {
    throw new UnusableAssembly(folder, `has stages (${namesOf(nested)}); local mode runs one stack without stages`);
  }
  const [first, ...others] = stacks;
  if (first === undefined) throw new UnusableAssembly(folder, 'holds no stack');
  if (others.length > 0) {
    throw new UnusableAssembly(folder, `holds more than one stack (${namesOf(stacks)}); local mode runs exactly one`);
  }
  return first;
}

/** `aws://<account>/<region>`; the CDK writes `unknown-…` for a stack that may go anywhere. */
function environmentOf(stack: AssemblyArtifact): { account: string | undefined; region: string | undefined } {
  const [account, region] = (stack.environment ?? '').replace('aws://', '').split('/');
  return { account: known(account), region: known(region) };
}

function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.startsWith('unknown-') ? undefined : value;
}

function readTemplate(folder: string, stack: AssemblyArtifact): CloudFormationTemplate {
  const file = textProperty(stack, 'templateFile');
  if (file === undefined) throw new UnusableAssembly(folder, 'manifest.json names no template of the stack');
  return readJson(folder, file, CloudFormationTemplate);
}

function readAssets(folder: string, artifacts: { readonly [name: string]: AssemblyArtifact }): Map<string, string> {
  const assets = new Map<string, string>();
  for (const artifact of Object.values(artifacts).filter(({ type }) => type === ASSET_MANIFEST)) {
    const file = textProperty(artifact, 'file');
    if (file === undefined) continue;
    for (const { source, destinations } of Object.values(readJson(folder, file, AssetManifest).files)) {
      if (source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path));
    }
  }
  return assets;
}

/** Construct paths by logical id, without the leading slash and without the CDK's `Resource` for the primary child. */
function readPaths(folder: string, stack: AssemblyArtifact): Map<string, string> {
  const separate = stack.additionalMetadataFile;
  const metadata = separate
    ? readJson(folder, separate, ConstructMetadata)
    : ConstructMetadata.parse(stack.metadata ?? {});
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') {
        paths.set(data, path.replace(/^\//, '').replace(/\/Resource$/, ''));
      }
    }
  }
  return paths;
}

function readJson<S extends z.ZodType>(folder: string, file: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(parseJson(folder, file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnusableAssembly(folder, `${file} at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`);
}

function parseJson(folder: string, file: string): Json {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    throw new UnusableAssembly(folder, `${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function textProperty(artifact: AssemblyArtifact, name: string): string | undefined {
  const value = artifact.properties[name];
  return typeof value === 'string' ? value : undefined;
}

function namesOf(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name]) => name).join(', ');
}
