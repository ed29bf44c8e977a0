import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FunctionSettings } from './function-settings.ts';

/** AWS's own runtime client, as it is published. */
export const OFFICIAL_CLIENT = createRequire(import.meta.url).resolve('aws-lambda-ric');

const PRELOAD = fileURLToPath(new URL('./run-official-client.cjs', import.meta.url));
const NETWORK = fileURLToPath(new URL('./fence-network.cjs', import.meta.url));
const ADDON = fileURLToPath(new URL('./rapid-client.cjs', import.meta.url));

/**
 * Arguments for `node` that run one function behind a fence.
 *
 * Behind it, code can read its own asset, its layers and the runtime client, and read and write its temporary folder
 * (`os.tmpdir()`; the literal path `/tmp` is refused, unlike on AWS). It cannot start processes or workers, load
 * native addons, or be debugged, not even by the SIGUSR1 of another process.
 *
 * A guard rail, not a security boundary: Node 24 cannot fence the network (`fence-network.cjs` stands in the way of Node's
 * own modules, no more) or signals to other processes, and Node's
 * documentation says the permission model does not protect against malicious code. On AWS the boundary is the microVM.
 * Source: https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
export function fencedCommand(settings: FunctionSettings, temporaryFolder: string): string[] {
  const readable = [
    settings.assetFolder,
    ...settings.layerFolders,
    OFFICIAL_CLIENT,
    PRELOAD,
    NETWORK,
    ADDON,
    temporaryFolder,
  ];
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${temporaryFolder}`,
    ...memoryLimits(settings),
    '--require',
    PRELOAD,
    '--require',
    NETWORK,
    OFFICIAL_CLIENT,
  ];
}

/** The heap may take nine tenths of the function's memory; the rest is left to Node itself. */
function memoryLimits({ memoryMegabytes }: FunctionSettings): string[] {
  return [`--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`];
}
