import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument, Listing } from '../../shared/contract-document.ts';

/** Whether these scopes open this tool. The list and the call ask the same question. */
export function mayCall({ scope }: ContractDocument, scopes: readonly string[]): boolean {
  return scopes.includes(scope);
}

/**
 * Decides again what the authorizer decided at the edge: clients before 2026-07-28 name no tool in a header (C2, C5).
 *
 * @throws CallError with `insufficient_scope`, or `unknown_tool` where tools without scope stay hidden (C3).
 */
export function authorizeCall(tool: ContractDocument, scopes: readonly string[], listing: Listing): void {
  if (mayCall(tool, scopes)) return;
  if (listing === 'callable') throw new CallError({ reason: 'unknown_tool' });
  throw new CallError({ reason: 'insufficient_scope', scope: tool.scope });
}
