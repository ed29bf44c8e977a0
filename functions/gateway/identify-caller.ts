import { readAuthorizerContext, type VerifiedRequest } from '../../shared/authorizer-context.ts';
import { CallError } from '../../shared/call-failure.ts';
import type { ProxyEvent } from './proxy-event.ts';

/**
 * Learns who is calling from what the authorizer wrote, and from nothing else.
 *
 * @throws CallError with `caller_unknown` when no authorizer ran: then something stands open that must not.
 */
export function identifyCaller({ requestContext }: ProxyEvent): VerifiedRequest {
  try {
    return readAuthorizerContext(requestContext.authorizer);
  } catch (cause) {
    throw new CallError({ reason: 'caller_unknown' }, { cause });
  }
}
