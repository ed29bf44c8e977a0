import type { PolicyFile } from '../../shared/policy-file.ts';
import type { Cedar } from '../policy/load-cedar.ts';
import { namedEntities } from './named-entities.ts';

/** One policy, with those it speaks of by name. */
export interface ParsedPolicy {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  readonly callers: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Reads the policies of a gateway.
 *
 * @throws Error for one that Cedar does not read; synth checked them all.
 */
export function parsePolicies({ policies }: PolicyFile, cedar: Cedar): readonly ParsedPolicy[] {
  return Object.entries(policies).map(([id, text]) => {
    const parsed = cedar.policyToJson(text);
    if (parsed.type !== 'success') throw new Error(`the policy ${id} of the assembly cannot be parsed`);
    const { json } = parsed;
    return {
      id,
      text,
      effect: json.effect,
      callers: namedEntities(json, 'Caller'),
      groups: namedEntities(json, 'Group'),
    };
  });
}
