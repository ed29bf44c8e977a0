import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { SchemaValidators } from './schema-validators.ts';

/**
 * Checks the arguments against the contract. They are refused, never coerced, filled in or trimmed (F2).
 *
 * @throws CallError with `invalid_input`.
 */
export async function validateInput(
  validators: SchemaValidators,
  tool: ContractDocument,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const check = await validators.check(tool, 'inputSchema');
  const issues = check(input);
  if (issues !== undefined) throw new CallError({ reason: 'invalid_input', issues });
}
