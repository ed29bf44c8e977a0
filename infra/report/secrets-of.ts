import type { Connection } from '../../shared/connect.ts';
import { CALLER_PLACE } from '../../shared/secret-variable.ts';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import type { ReportSecret, ReportStatement } from './report-document.ts';

const VARIABLE = /^SECRET_(.+)_ARN$/;
const READ = 'secretsmanager:GetSecretValue';

/**
 * The secrets a tool is told of by variables of its function, and those that statements of its role reach besides.
 *
 * @param connections - what people are asked for on the page for secrets.
 */
export function secretsOf(
  variables: { readonly [name: string]: string },
  statements: readonly ReportStatement[],
  connections: readonly Connection[],
): readonly ReportSecret[] {
  const told = Object.entries(variables).flatMap(([variable, place]) => {
    const name = VARIABLE.exec(variable)?.[1]?.toLowerCase();
    return name === undefined ? [] : [secretAt(name, place, connections)];
  });
  const places = told.map(({ place }) => place.replace(CALLER_PLACE, CALLER_VARIABLE));
  const besides = statements
    .flatMap(readableResources)
    .filter((resource) => !places.some((place) => resource === place || resource === `${place}-??????`));
  return [...told, ...[...new Set(besides)].map((place) => ({ place, kind: 'by statement alone' as const }))];
}

function secretAt(name: string, place: string, connections: readonly Connection[]): ReportSecret {
  const asked = connections.find(({ prefix }) => place.endsWith(`:${prefix}/${CALLER_PLACE}`));
  const kind = place.includes(CALLER_PLACE) ? 'per caller' : 'shared';
  return { name, place, kind, ...(asked && { label: asked.label }) };
}

function readableResources(statement: ReportStatement): readonly string[] {
  if (statement.read === 'raw' || statement.effect === 'Deny') return [];
  const { actions, notActions, resources, notResources } = statement;
  const reads = actions?.some(matchesRead) ?? !notActions?.some(matchesRead);
  if (!reads) return [];
  // In a policy of the secret itself, "*" is that secret; the statement says where it stands.
  return resources ?? notResources?.map((resource) => `all but ${resource}`) ?? [];
}

/** IAM's wildcards: `*` any letters, `?` one; letters in any case. */
function matchesRead(action: string): boolean {
  const pattern = RegExp.escape(action).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(READ);
}
