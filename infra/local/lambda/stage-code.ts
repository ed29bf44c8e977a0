import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FunctionSettings } from './function-settings.ts';

/** Gives a function's settings with its code where nothing of the project surrounds it. */
export type StageCode = (settings: FunctionSettings) => Promise<FunctionSettings>;

/**
 * Copies functions and layers into a folder of their own, once each.
 *
 * On AWS nothing stands above a function's folder. Inside a project Node would look for packages in the project's
 * `node_modules`, and the fence would stop it there. A new synth may also remove an asset while its process runs.
 */
export function stageCode(folder: string): StageCode {
  const copies = new Map<string, Promise<string>>();

  function copyOf(asset: string): Promise<string> {
    const copy = copies.get(asset) ?? copyFolder(asset, join(folder, basename(asset)));
    copies.set(asset, copy);
    return copy;
  }

  return async (settings) => ({
    ...settings,
    assetFolder: await copyOf(settings.assetFolder),
    layerFolders: await Promise.all(settings.layerFolders.map(copyOf)),
  });
}

async function copyFolder(from: string, to: string): Promise<string> {
  await cp(from, to, { recursive: true });
  return to;
}
