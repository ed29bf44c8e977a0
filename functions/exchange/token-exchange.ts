import type { Caller } from '../../shared/caller.ts';
import type { Downstream } from '../../shared/downstream.ts';
import type { Envelope } from '../../shared/envelope.ts';
import type { FindIssuer } from './find-issuer.ts';
import type { ReadClientSecret } from './read-client-secret.ts';
import type { SignAssertion } from './sign-assertion.ts';

/** One token that is to be lent: for whom, to which tool, for which service. */
export interface TokenExchange {
  readonly downstream: Downstream;
  readonly tool: string;
  readonly caller: Pick<Caller, 'subject' | 'clientId'>;
  /** The token the caller came with. */
  readonly callerToken: string | undefined;
  readonly signal: AbortSignal;
}

/** What tokens are exchanged with. None of it holds anything of a caller (D2). */
export interface ExchangeParts {
  /** URL of the endpoint: who the gateway is in its assertions. */
  readonly resource: string;
  /** Issuer of the callers' tokens, the only one that may see them. */
  readonly callerIssuer: string;
  readonly findIssuer: FindIssuer;
  readonly sign: SignAssertion;
  readonly readSecret: ReadClientSecret;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

/** A token as the envelope holds it. */
export type LentToken = Envelope['tokens'][string];

/** Gets one token. @throws Error when there is none that may be lent. */
export type ExchangeToken = (exchange: TokenExchange) => Promise<LentToken>;
