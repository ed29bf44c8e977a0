import * as z from 'zod';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { readPolicy } from './read-policy.ts';
import { resourceTags, TagList, tagMap } from './resource-tags.ts';

const KeySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});
const Replica = z.object({
  Region: z.string(),
  ResourcePolicy: z.object({ PolicyDocument: z.json() }).optional(),
  SSESpecification: z.object({ KMSMasterKeyId: z.string() }).optional(),
  Tags: TagList.optional(),
});

const TableProperties = z.object({
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(Index).default([]),
  LocalSecondaryIndexes: z.array(Index).default([]),
  ResourcePolicy: z.object({ PolicyDocument: z.json() }).optional(),
  SSESpecification: z.object({ KMSMasterKeyId: z.string().optional() }).optional(),
  Replicas: z.array(Replica).default([]),
});
type TableProperties = z.infer<typeof TableProperties>;

/** A table of the template: what the engine must know, and what IAM must know. */
export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  readonly tags: { readonly [key: string]: string };
  readonly properties: TableProperties;
  readonly resourcePolicy: NamedPolicy | undefined;
  /** Customer-managed key, if there is one. */
  readonly keyId: string | undefined;
  /** Name of the partition key of the table, or of one of its indexes. */
  partitionKey(indexName?: string): string | undefined;
  readonly resource: DeployedResource;
}

/** Reads the tables of the template. Replicas in other regions do not exist here. */
export function tableDefinitions(stack: DeployedStack): ReadonlyMap<string, TableDefinition> {
  const resources = [...stack.ofType('AWS::DynamoDB::Table'), ...stack.ofType('AWS::DynamoDB::GlobalTable')];
  return new Map(resources.map((resource) => [resource.physicalId, readTable(resource, stack.region)]));
}

function readTable(resource: DeployedResource, region: string): TableDefinition {
  const parsed = TableProperties.safeParse(resource.properties);
  if (!parsed.success)
    throw new UnknownInTemplate(`this form of table: ${z.prettifyError(parsed.error)}`, resource.path);
  if (resource.arn === undefined) throw new UnknownInTemplate('a table without ARN', resource.path);
  const properties = parsed.data;
  const here = properties.Replicas.find((replica) => replica.Region === region);
  const policy = properties.ResourcePolicy ?? here?.ResourcePolicy;
  const name = resource.physicalId;
  return {
    name,
    arn: resource.arn,
    // a global table carries its tags per replica, an ordinary one at the top
    tags: resource.type === 'AWS::DynamoDB::Table' ? resourceTags(resource) : tagMap(here?.Tags ?? []),
    properties,
    resourcePolicy: policy && readPolicy('resource', `policy of table ${name}`, policy.PolicyDocument),
    keyId: properties.SSESpecification?.KMSMasterKeyId ?? here?.SSESpecification?.KMSMasterKeyId,
    partitionKey: (indexName) => partitionKey(properties, indexName),
    resource,
  };
}

function partitionKey(properties: TableProperties, indexName?: string): string | undefined {
  const indexes = [...properties.GlobalSecondaryIndexes, ...properties.LocalSecondaryIndexes];
  const schema =
    indexName === undefined ? properties.KeySchema : indexes.find((index) => index.IndexName === indexName)?.KeySchema;
  return schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}
