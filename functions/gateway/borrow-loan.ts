import type { Caller } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { callerSession } from './caller-session.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { lendTokens } from './lend-tokens.ts';
import { narrowLoan } from './narrow-loan.ts';

/** What is lent to a tool for one call. */
export type Loan = Pick<Envelope, 'credentials' | 'tokens'>;

/** Whom a loan is for, and what for. */
interface Borrower {
  readonly caller: Caller;
  readonly callerToken: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly clientGone: AbortSignal;
  readonly deadline: AbortSignal;
}

/**
 * Borrows for this call alone: what its tool's grants, its caller's tags and its arguments allow together in AWS, and tokens
 * for the services outside. Both or nothing.
 *
 * @throws CallError with `loan_refused`, `loan_too_large`, `argument_unfit` or `token_refused`.
 */
export async function borrowLoan(borrower: Borrower, parts: GatewayParts, tool: ContractDocument): Promise<Loan> {
  const { caller, callerToken, clientGone, deadline } = borrower;
  const signal = AbortSignal.any([clientGone, deadline]);
  const { downstreams, exchangeToken } = parts;
  const [credentials, tokens] = await Promise.all([
    borrowRole(borrower, parts, tool, signal),
    lendTokens({ downstreams, exchangeToken, tool, caller, callerToken, signal }),
  ]);
  return { credentials, tokens };
}

async function borrowRole(
  { caller, input }: Borrower,
  { sessionPolicies: policies, sts, environment }: GatewayParts,
  tool: ContractDocument,
  signal: AbortSignal,
): Promise<Loan['credentials']> {
  const policy = await narrowLoan({ policies, tool, input, signal });
  return callerSession({
    sts,
    rolePrefix: environment.CALLER_ROLE_PREFIX,
    gateway: environment.GATEWAY_NAME,
    tool: tool.name,
    caller,
    policy,
    signal,
  });
}
