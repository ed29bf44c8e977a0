import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';

/** JSON.parse yields nothing but JSON, so a value of the template needs no second look. */
const JsonValue = z.custom<Json>((value) => value !== undefined);

const TemplateResource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), JsonValue).default({}),
  Metadata: z.record(z.string(), JsonValue).default({}),
  Condition: z.string().optional(),
  DependsOn: JsonValue.optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

/** One resource as the CDK wrote it, intrinsics unresolved. */
export type TemplateResource = z.infer<typeof TemplateResource>;

/** A CloudFormation template of the CDK. Sections it does not name (`Transform`, hooks) are refused by their name. */
export const CloudFormationTemplate = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: JsonValue.optional(),
  Mappings: JsonValue.optional(),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: JsonValue.optional() })).default({}),
  Conditions: z.record(z.string(), JsonValue).default({}),
  Rules: z.record(z.string(), JsonValue).default({}),
  Resources: z.record(z.string(), TemplateResource),
  Outputs: z.record(z.string(), z.object({ Value: JsonValue, Condition: z.string().optional() })).default({}),
});

export type CloudFormationTemplate = z.infer<typeof CloudFormationTemplate>;

/** `manifest.json` of a cloud assembly, as far as local mode needs it. */
export const AssemblyManifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.record(z.string(), JsonValue).default({}),
      metadata: z.record(z.string(), JsonValue).optional(),
      additionalMetadataFile: z.string().optional(),
    }),
  ),
});

export type AssemblyArtifact = z.infer<typeof AssemblyManifest>['artifacts'][string];

/** `<stack>.assets.json`: what the CDK would upload, and the folder it comes from. */
export const AssetManifest = z.object({
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

/** Construct path → what the CDK noted about it; the logical ids are all that is read. */
export const ConstructMetadata = z.record(
  z.string(),
  z.array(z.object({ type: z.string(), data: JsonValue.optional() })),
);

/** The synthesised stack, read from its folder and not yet resolved. */
export interface CloudAssembly {
  readonly stackName: string;
  /** Undefined for a stack without an environment of its own. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly template: CloudFormationTemplate;
  /** S3 object key → absolute path of the asset behind it. */
  readonly assets: ReadonlyMap<string, string>;
  /** Logical id → construct path. */
  readonly paths: ReadonlyMap<string, string>;
  /** Absolute path of the folder; `aws:asset:path` is relative to it. */
  readonly folder: string;
}
