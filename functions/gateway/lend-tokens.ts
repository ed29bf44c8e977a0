import { CallError } from '../../shared/call-failure.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { Downstream } from '../../shared/downstream.ts';
import type { Envelope } from '../../shared/envelope.ts';
import type { ExchangeToken, LentToken, TokenExchange } from '../exchange/token-exchange.ts';
import type { DownstreamReader } from './downstreams.ts';

/** One call whose tool may need tokens. */
interface TokenLoan extends Pick<TokenExchange, 'caller' | 'callerToken' | 'signal'> {
  readonly downstreams: DownstreamReader;
  readonly exchangeToken: ExchangeToken;
  readonly tool: Pick<ContractDocument, 'name' | 'delegated'>;
}

/**
 * Gets a token for each service outside AWS that the tool calls, all at once; none for a tool that calls none (B9).
 *
 * @throws CallError with `loan_refused`, or `token_refused` naming the first that failed. Then none is lent.
 */
export async function lendTokens(loan: TokenLoan): Promise<Envelope['tokens']> {
  const { downstreams, tool, signal } = loan;
  if (!tool.delegated) return {};
  const found = await downstreams.downstreamsOf(tool.name, signal);
  const failed = new AbortController();
  const together = { ...loan, signal: AbortSignal.any([signal, failed.signal]) };
  try {
    return Object.fromEntries(await Promise.all(found.map((downstream) => lend(downstream, together))));
  } finally {
    // What still runs after a failure would hold a secret for nothing.
    failed.abort();
  }
}

async function lend(
  downstream: Downstream,
  { exchangeToken, tool, caller, callerToken, signal }: TokenLoan,
): Promise<readonly [name: string, token: LentToken]> {
  try {
    const token = await exchangeToken({ downstream, tool: tool.name, caller, callerToken, signal });
    return [downstream.name, token];
  } catch (cause) {
    throw new CallError({ reason: 'token_refused', downstream: downstream.name }, { cause });
  }
}
