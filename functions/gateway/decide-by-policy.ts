import { CallError } from '../../shared/call-failure.ts';
import type { Caller } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { Policies } from '../policy/load-policies.ts';
import type { RequestAudit } from './request-audit.ts';

interface Decision {
  readonly policies: Policies | undefined;
  readonly tool: ContractDocument;
  readonly caller: Caller;
  /** Validated arguments. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly audit: Pick<RequestAudit, 'note'>;
}

/**
 * Decides a call by caller, groups, client, tool and the values of its arguments, and notes which policies decided (C2).
 *
 * @throws CallError with `policy_denied` when no policy permits the call, one forbids it, or one cannot be evaluated.
 */
export function decideByPolicy({ policies, tool, caller, input, audit }: Decision): void {
  if (!policies) return;
  const decision = policies().decide({ caller, tool }, input);
  audit.note({ policies: [...decision.policies] });
  if (decision.allowed) return;
  const cause = decision.failed ? { cause: new Error('a policy could not be evaluated') } : {};
  throw new CallError({ reason: 'policy_denied' }, cause);
}

/** Whether this caller may know of the tool. The list and the refusal of a call ask the same question (C3). */
export function maySee(policies: Policies | undefined, caller: Caller, tool: ContractDocument): boolean {
  return !policies || policies().mayEverCall({ caller, tool });
}
