import { CallError } from '../../shared/call-failure.ts';
import type { Caller } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';

/**
 * Keeps machine clients away from tools that act for a person (B13).
 *
 * @throws CallError with `person_required`.
 */
export function requirePerson({ callers }: ContractDocument, { kind }: Caller): void {
  if (callers === 'people' && kind !== 'person') throw new CallError({ reason: 'person_required' });
}
