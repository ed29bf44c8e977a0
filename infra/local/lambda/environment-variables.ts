import { delimiter, dirname, join } from 'node:path';
import { OFFICIAL_CLIENT } from './fenced-command.ts';
import type { FunctionSettings } from './function-settings.ts';

export interface EnvironmentVariablesInput {
  readonly settings: FunctionSettings;
  readonly region: string;
  /** Credentials of the function's role and where AWS answers on this machine. */
  readonly lent: { readonly [name: string]: string };
  /** `127.0.0.1:<port>` */
  readonly runtimeApi: string;
  readonly runtimeApiKey: string;
  /** The folder that stands for `/tmp`. */
  readonly temporaryFolder: string;
  readonly logStream: string;
}

/**
 * The whole environment of a function's process: Lambda's own variables, the template's, and what is lent to it.
 * Nothing is taken from the environment of the person who runs local mode.
 *
 * Names and defaults: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentVariables(input: EnvironmentVariablesInput): Record<string, string> {
  return {
    ...replaceable(),
    ...input.settings.variables,
    ...input.lent,
    ...ownVariables(input),
    ...localVariables(input),
    SALLYPORT_NETWORK: reachable(input),
  };
}

function replaceable(): Record<string, string> {
  return { LANG: 'en_US.UTF-8', PATH: '/usr/local/bin:/usr/bin:/bin', TZ: ':UTC' };
}

function ownVariables({ settings, region, runtimeApi, logStream }: EnvironmentVariablesInput): Record<string, string> {
  return {
    _HANDLER: settings.handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: settings.logFormat,
    ...(settings.logLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: settings.logLevel }),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_REGION: region,
    LAMBDA_RUNTIME_DIR: dirname(OFFICIAL_CLIENT),
    LAMBDA_TASK_ROOT: settings.assetFolder,
    NODE_PATH: nodePath(settings),
  };
}

function localVariables({ runtimeApiKey, temporaryFolder }: EnvironmentVariablesInput): Record<string, string> {
  return { SALLYPORT_RUNTIME_API_KEY: runtimeApiKey, TMPDIR: temporaryFolder };
}

/** For the fence of the network, which takes it out of the environment before the function's code runs. */
function reachable({ settings: { network }, lent }: EnvironmentVariablesInput): string {
  if (network === 'open') return '*';
  const aws = network.aws && lent.AWS_ENDPOINT_URL !== undefined ? [new URL(lent.AWS_ENDPOINT_URL).host] : [];
  return JSON.stringify([...aws, ...network.addresses]);
}

/** AWS unpacks all layers into `/opt`, later ones over earlier ones; here the last layer is searched first. */
function nodePath({ layerFolders, runtime }: FunctionSettings): string {
  const major = runtime.replace(/^nodejs(\d+)\.x$/, 'node$1');
  return layerFolders
    .toReversed()
    .flatMap((layer) => [join(layer, 'nodejs', major, 'node_modules'), join(layer, 'nodejs', 'node_modules')])
    .join(delimiter);
}
