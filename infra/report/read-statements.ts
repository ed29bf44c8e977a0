import * as z from 'zod';
import type { Json } from '../../shared/json-schema.ts';
import { CALLER_VARIABLE } from '../../shared/session-tags.ts';
import type { ReportStatement } from './report-document.ts';
import { isRecord, textOf } from './template-text.ts';

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const Scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const Values = z.union([Scalar.transform((value) => [value]), z.array(Scalar)]);
const Principals = z.union([
  z.string().transform((text) => [text]),
  z
    .record(z.string(), Texts)
    .transform((kinds) => Object.entries(kinds).flatMap(([kind, ids]) => ids.map((id) => `${kind}: ${id}`))),
]);

/** Strict: a statement with a word that is not here is not understood. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts.optional(),
  NotAction: Texts.optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  Principal: Principals.optional(),
  NotPrincipal: Principals.optional(),
  Condition: z.record(z.string(), z.record(z.string(), Values)).default({}),
});

/**
 * Reads the statements of a policy, drawn. What it does not understand, a statement or the whole policy, it hands on raw.
 *
 * @param from - which policy it is, for people.
 */
export function readStatements(policy: Json | undefined, from: string): readonly ReportStatement[] {
  const listed = isRecord(policy) ? policy.Statement : undefined;
  if (listed === undefined) return [{ read: 'raw', from, raw: textOf(policy) }];
  return [listed].flat().map((statement) => readStatement(statement, from));
}

function readStatement(statement: Json, from: string): ReportStatement {
  const parsed = Statement.safeParse(statement);
  if (!parsed.success) return { read: 'raw', from, raw: textOf(statement) };
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = parsed.data;
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  return {
    read: 'whole',
    from: Sid ? `${from}, ${Sid}` : from,
    effect: Effect,
    ...(Action && { actions: Action }),
    ...(NotAction && { notActions: NotAction }),
    ...(Resource && { resources: Resource }),
    ...(NotResource && { notResources: NotResource }),
    ...(Principal && { principals: Principal }),
    ...(NotPrincipal && { notPrincipals: NotPrincipal }),
    conditions,
    ofCaller: [...(Resource ?? []), ...conditions.flatMap(({ values }) => values)].some((text) =>
      text.includes(CALLER_VARIABLE),
    ),
  };
}
