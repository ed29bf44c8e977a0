import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import type { ReadState } from './read-state.ts';
import { Refusal, type TokenFault, tokenRefused } from './refusal.ts';
import { type RequestState, requestState } from './request-state.ts';
import type { VerifiedToken } from './verify-token.ts';

/** Lets a verified token pass, unless it, its person or its client was stopped. */
export type CheckStops = (token: VerifiedToken) => Promise<VerifiedRequest>;

/**
 * Makes the check of revocations and switches. Every request asks the table again: an answer that was kept would outlive
 * a revocation (B7).
 *
 * @returns a function that throws Refusal, with `state_unreachable` where the table did not answer: then nothing passes.
 */
export function stopChecker(readState: ReadState): CheckStops {
  return async (token) => {
    const { caller, scopes } = token;
    const state = await requestState(token, readState).catch((cause: unknown) => {
      throw new Refusal({ reason: 'state_unreachable', caller }, { cause });
    });
    const fault = faultOf(token, state);
    if (fault) throw tokenRefused(fault, { caller });
    return { caller, scopes, disabledTools: state.disabledTools };
  };
}

/** What is switched off is refused until it is switched on again; what was revoked, until a new sign-in. */
function faultOf(token: VerifiedToken, state: RequestState): TokenFault | undefined {
  const { everyone, user, client } = state;
  if (everyone.disabledAt !== undefined) return 'all_disabled';
  if (!token.isClientListed && !state.admittedClient) return 'client';
  if (client.disabledAt !== undefined) return 'client_disabled';
  if (user.disabledAt !== undefined) return 'user_disabled';
  if (state.isTokenRevoked) return 'revoked';
  const isRevoked = [everyone, user, client].some(
    ({ revokedAt }) => revokedAt !== undefined && token.signedInAt <= revokedAt,
  );
  return isRevoked ? 'revoked' : undefined;
}
