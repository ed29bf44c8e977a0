import type { RequestContext } from './request-context.ts';
import type { PatternReading } from './text-pattern.ts';

/** What a condition wants of one value of a key. */
export interface WantedValue {
  /** The wanted value for people, variables replaced by what the request holds. */
  describe(context: RequestContext): string;
  /** Whether a value of the request is what the policy wants. */
  matches(got: string, context: RequestContext): boolean;
}

/** Reads one wanted value of a condition when the policy is parsed, so that nonsense stops there. */
export type ReadWantedValue = (source: string, reading: Omit<PatternReading, 'wildcards'>) => WantedValue;
