import { createRequire } from 'node:module';
import { CONTRACT_PACKAGE, type ContractDocument, ContractFile, type Listing } from '../../shared/contract-document.ts';

/** The contracts of this gateway. */
export interface Contracts {
  /** All of them, ordered by name: a list that never changes its order can be compared (A9). */
  readonly tools: readonly ContractDocument[];
  readonly listing: Listing;
  find(name: string): ContractDocument | undefined;
}

/**
 * Reads the contracts from the Lambda layer.
 *
 * The package exists only in the layer, so Node resolves it at run time by NODE_PATH; esbuild does not follow a
 * `require` that it did not see being made.
 *
 * @throws Error or ZodError when the layer is missing or not a contract file.
 */
export function loadContracts(load: (name: string) => unknown = createRequire(import.meta.url)): Contracts {
  const { listing, tools } = ContractFile.parse(load(CONTRACT_PACKAGE));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  if (byName.size !== tools.length) throw new Error('two contracts have the same name');
  return {
    listing,
    tools: tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    find: (name) => byName.get(name),
  };
}
