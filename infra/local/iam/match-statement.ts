import { matchesAction } from './action-pattern.ts';
import { type ArnPattern, matchesArn } from './arn-pattern.ts';
import { describeCondition, holds } from './condition.ts';
import type { AuthorizationRequest } from './decision.ts';
import { matchesPrincipal } from './matches-principal.ts';
import type { Selection, Statement } from './policy-document.ts';
import type { PrincipalPattern } from './principal-pattern.ts';
import type { RequestContext } from './request-context.ts';

/** Whether a statement speaks about a request; if not, the first thing that did not fit. */
export type StatementMatch =
  | { readonly matches: true; readonly principals: readonly PrincipalPattern[] }
  | { readonly matches: false; readonly missed: 'action' | 'resource' | 'principal' }
  | { readonly matches: false; readonly missed: 'condition'; readonly condition: string };

/** Holds a statement against a request: action, resource, principal, then every condition. */
export function matchStatement(
  { actions, resources, principals, conditions }: Statement,
  request: AuthorizationRequest,
  context: RequestContext,
): StatementMatch {
  if (!selects(actions, (action) => matchesAction(action, request.action))) return { matches: false, missed: 'action' };
  if (resources && !selects(resources, (resource) => matchesResource(resource, request.resource, context))) {
    return { matches: false, missed: 'resource' };
  }
  const meant = principals?.filter((principal) => matchesPrincipal(principal, request.principal)) ?? [];
  if (principals && meant.length === 0) return { matches: false, missed: 'principal' };
  const failed = conditions.find((condition) => !holds(condition, context));
  if (failed) return { matches: false, missed: 'condition', condition: describeCondition(failed, context) };
  return { matches: true, principals: meant };
}

function selects<T>({ listed, except }: Selection<T>, matches: (item: T) => boolean): boolean {
  return listed.some(matches) !== except;
}

function matchesResource(pattern: ArnPattern | 'all', resource: string, context: RequestContext): boolean {
  return pattern === 'all' || matchesArn(pattern, resource, context);
}
