import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { ToolOutput } from './invoke-tool.ts';
import type { SchemaValidators } from './schema-validators.ts';

/** Bound of one result as JSON text (F4). */
export const MAX_OUTPUT_BYTES = 262_144;

/** A result that keeps its contract. */
export interface CheckedOutput {
  readonly output: ToolOutput;
  /** The same as JSON text. */
  readonly text: string;
  readonly bytes: number;
}

/**
 * Checks what a tool answered, its size first (F3, F4).
 *
 * @throws CallError with `output_too_large` or `invalid_output`; the data stays here.
 */
export async function checkOutput(
  validators: SchemaValidators,
  tool: ContractDocument,
  output: ToolOutput,
): Promise<CheckedOutput> {
  const text = JSON.stringify(output);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_OUTPUT_BYTES) throw new CallError({ reason: 'output_too_large', bytes });
  const check = await validators.check(tool, 'outputSchema');
  const issues = check(output);
  if (issues !== undefined) throw new CallError({ reason: 'invalid_output', issues });
  return { output, text, bytes };
}
