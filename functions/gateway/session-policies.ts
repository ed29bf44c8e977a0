import { CallError } from '../../shared/call-failure.ts';
import { sessionPolicyName } from '../../shared/resource-names.ts';
import { SessionPolicy } from '../../shared/session-policy.ts';
import { cachedParameter } from './cached-parameter.ts';
import type { ReadParameter } from './read-parameter.ts';

/** The templates of one gateway's tools. They are configuration and hold nothing of a caller (D2). */
export interface SessionPolicies {
  /** @throws CallError with `loan_refused` when the template cannot be read or is no template. */
  templateOf(tool: string, signal: AbortSignal): Promise<SessionPolicy>;
}

interface SessionPoliciesProps {
  readonly gateway: string;
  readonly readParameter: ReadParameter;
  readonly now: () => Date;
}

/** Reads each template at the first call of its tool. */
export function sessionPolicies({ gateway, readParameter, now }: SessionPoliciesProps): SessionPolicies {
  const read = cachedParameter({ readParameter, parse: (text) => SessionPolicy.parse(JSON.parse(text)), now });
  return {
    async templateOf(tool, signal) {
      try {
        return await read(sessionPolicyName(gateway, tool), signal);
      } catch (cause) {
        throw new CallError({ reason: 'loan_refused' }, { cause });
      }
    },
  };
}
