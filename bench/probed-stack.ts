import { copyFileSync, cpSync, mkdtempSync, realpathSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeployedStack } from '../infra/local/template/deployed-stack.ts';
import { stackOf } from '../infra/local/template/stack-of.ts';

const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));

/** The same stack, with the probe in front of every function's bundle. The caller removes `folder`. */
export function probedStack(stack: DeployedStack): { readonly stack: DeployedStack; readonly folder: string } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sallyport-bench-probed-'));
  const probed = new Map<string, string>();
  for (const resource of stack.ofType('AWS::Lambda::Function')) {
    const home = join(folder, resource.logicalId);
    cpSync(stack.assetFolder(resource), home, { recursive: true });
    renameSync(join(home, 'index.mjs'), join(home, 'function.mjs'));
    copyFileSync(PROBE, join(home, 'index.mjs'));
    probed.set(resource.logicalId, home);
  }
  const assetFolder: DeployedStack['assetFolder'] = (resource) =>
    probed.get(resource.logicalId) ?? stack.assetFolder(resource);
  return { stack: stackOf({ ...stack, assetFolder }), folder };
}
