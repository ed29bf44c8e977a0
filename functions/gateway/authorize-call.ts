import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';

/** Whether these scopes open this tool. The list and the call ask the same question (C3). */
export function mayCall({ scope }: ContractDocument, scopes: readonly string[]): boolean {
  return scopes.includes(scope);
}

/**
 * Decides again what the authorizer decided at the edge: clients before 2026-07-28 name no tool in a header (C2, C5).
 *
 * @throws CallError with `insufficient_scope`.
 */
export function authorizeCall(tool: ContractDocument, scopes: readonly string[]): void {
  if (!mayCall(tool, scopes)) throw new CallError({ reason: 'insufficient_scope', scope: tool.scope });
}
