import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { fillSessionPolicy } from './fill-session-policy.ts';
import type { SessionPolicies } from './session-policies.ts';

/** One call whose loan may have to be narrowed. */
interface Narrowing {
  readonly policies: SessionPolicies;
  readonly tool: ContractDocument;
  /** Arguments that the contract was checked against. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/**
 * The session policy of one call, or undefined for a tool that is not narrowed.
 *
 * @throws CallError with `loan_refused`, `argument_unfit` or `loan_too_large`. Never a loan that is wider instead.
 */
export async function narrowLoan({ policies, tool, input, signal }: Narrowing): Promise<string | undefined> {
  if (!tool.narrowed) return undefined;
  const template = await policies.templateOf(tool.name, signal);
  try {
    return fillSessionPolicy(template, input);
  } catch (cause) {
    throw cause instanceof CallError ? cause : new CallError({ reason: 'loan_refused' }, { cause });
  }
}
