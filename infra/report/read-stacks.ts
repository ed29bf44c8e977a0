import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import type { Json } from '../../shared/json-schema.ts';
import { type ReportResource, ReportStacks } from './report-stack.ts';
import { drawFields, drawReferences, isRecord, type ReferenceNames, textOf } from './template-text.ts';

/** JSON.parse yields nothing but JSON, so a value of the template needs no second look. */
const JsonValue = z.custom<Json>((value) => value !== undefined);
const Fields = z.record(z.string(), JsonValue);

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: Fields.default({}), Metadata: Fields.default({}) }),
  ),
  Outputs: z
    .record(z.string(), z.object({ Value: JsonValue, Export: z.object({ Name: JsonValue }).optional() }))
    .default({}),
});
type Template = z.infer<typeof Template>;

const AssetFile = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** Where one stack lies in an assembly. */
export interface StackFiles {
  /** Absolute folder the files are in. */
  readonly folder: string;
  readonly stack: string;
  readonly template: string;
  /** What the CDK would upload; absent where it wrote none. */
  readonly assets: string;
}

interface ReadStack extends StackFiles {
  readonly content: Template;
  readonly names: ReferenceNames;
}

/** Reads the templates of an assembly, written by the CDK just now or before. */
export function readStacks(files: readonly StackFiles[]): ReportStacks {
  const exported = new Map<string, string>();
  const stacks = files.map((file) => readStack(file, files.length > 1, exported));
  for (const { content, names } of stacks) {
    for (const { Value, Export } of Object.values(content.Outputs)) {
      if (Export) exported.set(textOf(drawReferences(Export.Name, names)), textOf(drawReferences(Value, names)));
    }
  }
  return new ReportStacks(stacks.flatMap(resourcesOf));
}

function readStack(files: StackFiles, several: boolean, exported: ReadonlyMap<string, string>): ReadStack {
  const content = Template.parse(readJson(join(files.folder, files.template)));
  const known = namesOf(content, files.stack, several);
  const nameOf = (id: string) => known.get(id) ?? id;
  return { ...files, content, names: { nameOf, exported: (name) => exported.get(name) } };
}

/** Construct paths, where the template notes them and no two are alike. Stack names stand in front where there are several. */
function namesOf({ Resources }: Template, stack: string, several: boolean): ReadonlyMap<string, string> {
  const paths = Object.entries(Resources).map(([id, { Metadata }]) => [id, pathOf(Metadata)] as const);
  const shared = Map.groupBy(paths, ([, path]) => path);
  return new Map(
    paths.map(([id, path]) => {
      const own = path === undefined || (shared.get(path)?.length ?? 0) > 1 ? id : path;
      return [id, several ? `${stack}/${own}` : own];
    }),
  );
}

/** Without the stack and without the CDK's `Resource` for the primary child. */
function pathOf(metadata: Template['Resources'][string]['Metadata']): string | undefined {
  const path = metadata['aws:cdk:path'];
  if (typeof path !== 'string') return undefined;
  const [, ...parts] = path.split('/');
  return parts.join('/').replace(/(\/Resource)+$/, '') || undefined;
}

function resourcesOf({ content, names, ...files }: ReadStack): readonly ReportResource[] {
  const assets = readAssets(files);
  return Object.entries(content.Resources).map(([id, { Type, Properties, Metadata }]) => {
    const properties = drawFields(Properties, names);
    return {
      type: Type,
      stack: files.stack,
      name: names.nameOf(id),
      properties,
      metadata: Metadata,
      assetFolder: assetFolder(files.folder, properties, Metadata, assets),
    };
  });
}

function assetFolder(
  folder: string,
  { Content }: ReportResource['properties'],
  metadata: ReportResource['metadata'],
  assets: ReadonlyMap<string, string>,
): string | undefined {
  const noted = metadata['aws:asset:path'];
  const path = typeof noted === 'string' ? noted : assets.get(isRecord(Content) ? textOf(Content.S3Key) : '');
  if (path === undefined) return undefined;
  return isAbsolute(path) ? path : join(folder, path);
}

function readAssets({ folder, assets }: StackFiles): ReadonlyMap<string, string> {
  const file = join(folder, assets);
  if (!existsSync(file)) return new Map();
  const { files } = AssetFile.parse(readJson(file));
  return new Map(
    Object.values(files).flatMap(({ source: { path }, destinations }) =>
      path === undefined ? [] : Object.values(destinations).map(({ objectKey }) => [objectKey, path] as const),
    ),
  );
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
