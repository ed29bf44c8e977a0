import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentLimits } from '../../../../infra/local/lambda/environment-limits.ts';
import type { InvocationOutcome, LambdaHost } from '../../../../infra/local/lambda/lambda-host.ts';
import { type FunctionLogLine, startLambdaHost } from '../../../../infra/local/lambda/start-lambda-host.ts';
import type { DeployedResource, DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../../shared/json-schema.ts';

/** A function or layer of a test's stack: its files, and properties of the template beyond the compulsory ones. */
export interface OnDisk {
  readonly name: string;
  readonly files: { readonly [path: string]: string };
  readonly properties?: { readonly [name: string]: Json };
  readonly type?: string;
}

export interface Answer {
  readonly requestId: string;
  readonly streamed: boolean;
  readonly contentType: string;
  readonly text: string;
  readonly outcome: InvocationOutcome;
}

export interface RunningHost extends AsyncDisposable {
  readonly host: LambdaHost;
  readonly lines: FunctionLogLine[];
  /** Invokes a function and reads its whole answer. */
  call(functionName: string, event?: unknown, tenantId?: string): Promise<Answer>;
  /** The same for functions that answer with JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test's own handler returns
  json(functionName: string, event?: unknown, tenantId?: string): Promise<any>;
}

export const ARN = 'arn:aws:lambda:eu-central-1:111122223333';

/** Writes the functions to a temporary folder and starts a host for them. */
export async function runFunctions(
  resources: readonly OnDisk[],
  options: {
    readonly limits?: Partial<EnvironmentLimits>;
    readonly environmentFor?: (functionName: string) => Promise<Record<string, string>>;
    readonly now?: () => number;
    readonly onUnreachable?: (functionName: string, target: string) => void;
  } = {},
): Promise<RunningHost> {
  const root = await mkdtemp(join(tmpdir(), 'sallyport-assets-'));
  const lines: FunctionLogLine[] = [];
  const host = await startLambdaHost({
    stack: await stackOnDisk(root, resources),
    environmentFor: options.environmentFor ?? (async () => ({})),
    onLog: (line) => lines.push(line),
    now: options.now ?? Date.now,
    ...(options.onUnreachable && { onUnreachable: options.onUnreachable }),
    ...(options.limits && { limits: options.limits }),
  });

  async function call(functionName: string, event: unknown = {}, tenantId?: string): Promise<Answer> {
    const payload = new TextEncoder().encode(JSON.stringify(event));
    const response = await host.invoke({ functionName, payload, ...(tenantId === undefined ? {} : { tenantId }) });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    const { requestId, streamed, contentType } = response;
    return {
      requestId,
      streamed,
      contentType,
      text: Buffer.concat(chunks).toString(),
      outcome: await response.outcome,
    };
  }

  return {
    host,
    lines,
    call,
    async json(functionName, event, tenantId) {
      const { outcome, text } = await call(functionName, event, tenantId);
      if (!outcome.ok) throw new Error(`${outcome.errorType}: ${outcome.errorMessage}`);
      return JSON.parse(text);
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await rm(root, { recursive: true });
    },
  };
}

export async function stackOnDisk(root: string, resources: readonly OnDisk[]): Promise<DeployedStack> {
  const deployed: DeployedResource[] = [];
  for (const resource of resources) {
    for (const [path, text] of Object.entries(resource.files)) {
      await mkdir(dirname(join(root, resource.name, path)), { recursive: true });
      await writeFile(join(root, resource.name, path), text);
    }
    deployed.push(deploy(resource));
  }
  return {
    account: '111122223333',
    region: 'eu-central-1',
    name: 'Test',
    resources: deployed,
    outputs: {},
    ofType: (type) => deployed.filter((resource) => resource.type === type),
    find: (id) => deployed.find((resource) => resource.physicalId === id || resource.arn === id),
    assetFolder: (resource) => join(root, resource.logicalId),
  };
}

function deploy({ name, type = 'AWS::Lambda::Function', properties = {} }: OnDisk): DeployedResource {
  const isFunction = type === 'AWS::Lambda::Function';
  const arn = isFunction ? `${ARN}:function:${name}` : `${ARN}:layer:${name}:1`;
  const compulsory = { Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10 };
  return {
    logicalId: name,
    type,
    physicalId: isFunction ? name : arn,
    arn,
    properties: { ...(isFunction ? compulsory : {}), ...properties },
    metadata: {},
    path: `Test/${name}`,
  };
}

/** A function whose only file is this handler. */
export function handler(name: string, code: string, properties: { readonly [name: string]: Json } = {}): OnDisk {
  return { name, files: { 'index.mjs': code }, properties };
}

export const PER_TENANT = { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } };

/** Whether a process of this id still runs. One that ended and that no parent has asked about does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return platform() !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
