import type { ContractDocument, Listing } from '../../shared/contract-document.ts';
import { readContractFile } from '../contracts/read-contract-file.ts';

/** The contracts of this gateway. */
export interface Contracts {
  /** All of them, ordered by name: a list that never changes its order can be compared (A9). */
  readonly tools: readonly ContractDocument[];
  readonly listing: Listing;
  /** Whether policies decide too. */
  readonly policies: boolean;
  find(name: string): ContractDocument | undefined;
}

/**
 * Reads the contracts from the Lambda layer and makes them easy to find.
 *
 * @throws Error or ZodError when the layer is missing, not a contract file, or names a tool twice.
 */
export function loadContracts(load?: (name: string) => unknown): Contracts {
  const { listing, policies, tools } = readContractFile(load);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  if (byName.size !== tools.length) throw new Error('two contracts have the same name');
  return {
    listing,
    policies,
    tools: tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    find: (name) => byName.get(name),
  };
}
