import { createRequire } from 'node:module';
import { CONTRACT_PACKAGE, ContractFile } from '../../shared/contract-document.ts';

/**
 * Reads the contracts from the Lambda layer, where Node finds them by NODE_PATH.
 *
 * The package exists in the layer only; esbuild does not follow a `require` that is made at run time.
 *
 * @throws Error or ZodError when the layer is missing or not a contract file.
 */
export function readContractFile(load: (name: string) => unknown = createRequire(import.meta.url)): ContractFile {
  return ContractFile.parse(load(CONTRACT_PACKAGE));
}
