import { realpathSync } from 'node:fs';
import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { type FunctionNetwork, readFunctionNetwork } from './function-network.ts';
import { refuseReservedVariables } from './refuse-reserved-variables.ts';

/** What the template says about one function, as far as it changes how a process of it runs. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly arn: string;
  /** For example `nodejs24.x`. */
  readonly runtime: string;
  /** For example `index.handler`. */
  readonly handler: string;
  readonly assetFolder: string;
  /** In the template's order; a later layer hides files of an earlier one. */
  readonly layerFolders: readonly string[];
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Invocations of this function at one time, over all tenants. Undefined: no limit of its own. */
  readonly reservedConcurrency: number | undefined;
  /** Whether every invocation names a tenant. */
  readonly perTenant: boolean;
  /** What the process may reach besides its Runtime API. */
  readonly network: FunctionNetwork;
  readonly variables: { readonly [name: string]: string };
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  /** `TRACE` to `FATAL`; AWS knows it for JSON logs only. */
  readonly logLevel: string | undefined;
}

/** Known to local mode, and without meaning on this machine. */
const ignored = z.unknown().optional();

/** Every property of `AWS::Lambda::Function` that local mode knows. */
const Properties = z.strictObject({
  FunctionName: ignored,
  Role: ignored,
  Code: ignored,
  Description: ignored,
  Architectures: ignored,
  CodeSigningConfigArn: ignored,
  DeadLetterConfig: ignored,
  EphemeralStorage: ignored,
  KmsKeyArn: ignored,
  RecursiveLoop: ignored,
  RuntimeManagementConfig: ignored,
  Tags: ignored,
  TracingConfig: ignored,
  /** Read by `readFunctionNetwork`. */
  VpcConfig: ignored,
  PackageType: z.literal('Zip').default('Zip'),
  Runtime: z.string().regex(/^nodejs(22|24)\.x$/),
  Handler: z.string(),
  Timeout: z.int().min(1).max(900).default(3),
  MemorySize: z.int().min(128).max(10_240).default(128),
  ReservedConcurrentExecutions: z.int().min(0).optional(),
  TenancyConfig: z.strictObject({ TenantIsolationMode: z.literal('PER_TENANT') }).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).prefault({}),
  Layers: z.array(z.string()).default([]),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      LogFormat: z.enum(['Text', 'JSON']).default('Text'),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: ignored,
    })
    .prefault({}),
});

/**
 * Reads a function of the template.
 *
 * @throws UnknownInTemplate when the function needs something local mode does not offer.
 */
export function readFunctionSettings(stack: DeployedStack, resource: DeployedResource): FunctionSettings {
  const parsed = Properties.safeParse(resource.properties);
  if (!parsed.success) throw new UnknownInTemplate(whatIsWrong(parsed.error), resource.path);
  const properties = parsed.data;
  refuseReservedVariables(properties.Environment.Variables, resource.path);
  return {
    functionName: resource.physicalId,
    arn: resource.arn ?? `arn:aws:lambda:${stack.region}:${stack.account}:function:${resource.physicalId}`,
    runtime: properties.Runtime,
    handler: properties.Handler,
    assetFolder: realpathSync(stack.assetFolder(resource)),
    layerFolders: properties.Layers.map((layer) => layerFolder(stack, resource, layer)),
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    perTenant: properties.TenancyConfig !== undefined,
    network: readFunctionNetwork(stack, resource),
    variables: properties.Environment.Variables,
    logGroup: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${resource.physicalId}`,
    logFormat: properties.LoggingConfig.LogFormat,
    logLevel: properties.LoggingConfig.ApplicationLogLevel,
  };
}

function layerFolder(stack: DeployedStack, resource: DeployedResource, arn: string): string {
  const layer = stack.find(arn);
  if (layer?.type !== 'AWS::Lambda::LayerVersion') {
    throw new UnknownInTemplate(`the layer ${JSON.stringify(arn)}, which is not in the template`, resource.path);
  }
  return realpathSync(stack.assetFolder(layer));
}

function whatIsWrong(error: z.ZodError): string {
  return error.issues.map((issue) => `AWS::Lambda::Function ${issue.path.join('.')}: ${issue.message}`).join('; ');
}
