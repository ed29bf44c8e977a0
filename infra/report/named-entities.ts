import * as z from 'zod';
import { POLICY_NAMESPACE } from '../../shared/policy-file.ts';

const EntityId = z.object({ type: z.string(), id: z.string() });

/** Ids of all entities of one kind that a policy names, in its scope or its conditions. Takes a policy in Cedar's JSON form. */
export function namedEntities(policy: unknown, kind: string): readonly string[] {
  if (Array.isArray(policy)) return policy.flatMap((item) => namedEntities(item, kind));
  if (typeof policy !== 'object' || policy === null) return [];
  const entity = EntityId.safeParse(policy).data;
  const own = entity?.type === `${POLICY_NAMESPACE}::${kind}` ? [entity.id] : [];
  return [...own, ...Object.values(policy).flatMap((item) => namedEntities(item, kind))];
}
