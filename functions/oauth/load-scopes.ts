import type { ContractDocument } from '../../shared/contract-document.ts';
import { fullScopes } from '../../shared/tool-scope.ts';
import { readContractFile } from '../contracts/read-contract-file.ts';

/** A scope, and what it opens. */
export interface OfferedScope {
  /** As it stands in tokens, with the prefix. */
  readonly scope: string;
  /** Whether a client that asks for none gets it. */
  readonly baseline: boolean;
  readonly tools: readonly Pick<ContractDocument, 'title' | 'effect'>[];
}

/**
 * Reads from the contracts in the Lambda layer which scopes there are, and which tools each opens.
 *
 * @throws Error or ZodError when the layer is missing or not a contract file.
 */
export function loadScopes(prefix: string, load?: (name: string) => unknown): readonly OfferedScope[] {
  const { baselineScopes, tools } = readContractFile(load);
  const names = [...new Set([...baselineScopes, ...tools.map(({ scope }) => scope)])];
  return fullScopes(prefix, names).map((scope, index) => ({
    scope,
    baseline: baselineScopes.includes(names[index] ?? ''),
    tools: tools.filter((tool) => tool.scope === names[index]).map(({ title, effect }) => ({ title, effect })),
  }));
}
