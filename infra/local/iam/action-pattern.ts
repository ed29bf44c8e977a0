import { type Glob, matchesGlob } from './glob.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** An action of a policy, in lower case: AWS matches actions without regard to case. */
export type ActionPattern = Glob;

const ACTION = /^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i;

/**
 * Reads an action such as `dynamodb:*Item` or `*`.
 *
 * @throws UnknownInPolicy for text that names no service, a wildcard in the service's name included.
 */
export function readAction(source: string, where: string): ActionPattern {
  if (!ACTION.test(source)) throw new UnknownInPolicy(`the action ${source}`, where);
  return Array.from(source.toLowerCase(), (char) => (char === '*' || char === '?' ? { wild: char } : char));
}

/** Whether an action such as `dynamodb:GetItem` is meant. */
export function matchesAction(pattern: ActionPattern, action: string): boolean {
  return matchesGlob(pattern, action.toLowerCase());
}
