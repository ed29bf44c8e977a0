import { CallError } from '../../shared/call-failure.ts';
import { sessionPolicyName } from '../../shared/resource-names.ts';
import { SessionPolicy } from '../../shared/session-policy.ts';
import type { ReadParameter } from './read-parameter.ts';

/**
 * How long a template is used before it is read again, in milliseconds. A deployment that narrows a tool further reaches
 * environments that are warm after this long.
 */
const LIFE_MS = 300_000;

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

interface Kept {
  readonly template: SessionPolicy;
  readonly until: number;
}

/** Reads each template at the first call of its tool. One that is too old is never used again, not even when reading fails. */
export function sessionPolicies({ gateway, readParameter, now }: SessionPoliciesProps): SessionPolicies {
  const kept = new Map<string, Kept>();
  return {
    async templateOf(tool, signal) {
      const known = kept.get(tool);
      if (known && now().getTime() < known.until) return known.template;
      try {
        const text = await readParameter(sessionPolicyName(gateway, tool), signal);
        const template = SessionPolicy.parse(JSON.parse(text));
        kept.set(tool, { template, until: now().getTime() + LIFE_MS });
        return template;
      } catch (cause) {
        throw new CallError({ reason: 'loan_refused' }, { cause });
      }
    },
  };
}
