import type { AuthorizationRequest, DecidingStatement, NamedPolicy, PolicyLayer } from './decision.ts';
import { matchStatement, type StatementMatch } from './match-statement.ts';
import type { Statement } from './policy-document.ts';
import type { PrincipalPattern } from './principal-pattern.ts';
import type { RequestContext } from './request-context.ts';

/** A statement that allows, and the ways it names the caller if it is part of a resource's policy. */
interface Allowing {
  readonly by: DecidingStatement;
  readonly principals: readonly PrincipalPattern[];
}

/** What the policies of one layer say about a request. */
export interface LayerVerdict {
  readonly layer: PolicyLayer;
  readonly denied: DecidingStatement | undefined;
  readonly allowed: readonly Allowing[];
  /** The statement that came nearest to allowing. */
  readonly nearest: DecidingStatement | undefined;
}

/** A reading of one statement. */
interface Reading {
  readonly statement: Statement;
  readonly named: DecidingStatement;
  readonly match: StatementMatch;
}

/** How near a statement came, the nearest first. One that does not even name the action is not near. */
const NEARNESS = ['condition', 'principal', 'resource'] as const;

/** Holds every statement of a layer's policies against a request. */
export function judgeLayer(
  layer: PolicyLayer,
  policies: readonly NamedPolicy[],
  request: AuthorizationRequest,
  context: RequestContext,
): LayerVerdict {
  const readings = policies.flatMap(({ name, document }) =>
    document.statements.map((statement) => ({
      statement,
      named: { layer, policy: name, statement: statement.name },
      match: matchStatement(statement, request, context),
    })),
  );
  return {
    layer,
    denied: readings.find(({ statement, match }) => statement.effect === 'Deny' && match.matches)?.named,
    allowed: readings.flatMap(allowing),
    nearest: NEARNESS.flatMap((missed) => readings.flatMap((reading) => nearMiss(reading, missed))).at(0),
  };
}

function allowing({ statement, named, match }: Reading): readonly Allowing[] {
  return statement.effect === 'Allow' && match.matches ? [{ by: named, principals: match.principals }] : [];
}

function nearMiss(
  { statement, named, match }: Reading,
  missed: (typeof NEARNESS)[number],
): readonly DecidingStatement[] {
  if (statement.effect === 'Deny' || match.matches || match.missed !== missed) return [];
  return [{ ...named, missed, ...(match.missed === 'condition' && { condition: match.condition }) }];
}
