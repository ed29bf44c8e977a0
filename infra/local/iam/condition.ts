import { type ConditionOperator, findConditionOperator } from './condition-operator.ts';
import { checkConditionKey } from './known-condition-keys.ts';
import type { RequestContext } from './request-context.ts';
import type { PatternReading } from './text-pattern.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';
import { readBoolean } from './wanted-boolean.ts';
import type { WantedValue } from './wanted-value.ts';

type Comparison = Extract<ConditionOperator, { kind: 'comparison' }>;

/** One key under one operator of a statement's `Condition`. All conditions of a statement must hold. */
export type Condition = {
  /** As the policy writes it. */
  readonly operator: string;
  readonly key: string;
} & (
  | { readonly kind: 'presence'; readonly absent: boolean }
  | (Omit<Comparison, 'read'> & { readonly wanted: readonly WantedValue[] })
);

/** Reads the wanted values of one key under one operator. */
export function readCondition(
  operator: string,
  key: string,
  values: readonly string[],
  reading: Omit<PatternReading, 'wildcards'>,
): Condition {
  const found = findConditionOperator(operator, reading.where);
  const named = { operator, key: checkConditionKey(key, reading.knownKeys, reading.where) };
  switch (found.kind) {
    case 'presence':
      return { ...named, kind: 'presence', absent: readPresence(values, reading.where) };
    case 'comparison': {
      const { read, ...comparison } = found;
      return { ...named, ...comparison, wanted: values.map((value) => read(value, reading)) };
    }
  }
}

/** Whether the request fulfils the condition. */
export function holds(condition: Condition, context: RequestContext): boolean {
  const got = context.get(condition.key);
  if (condition.kind === 'presence') return condition.absent === (got === undefined);
  if (got === undefined) return holdsWhenAbsent(condition);
  const fits = (value: string) =>
    condition.negated !== condition.wanted.some((wanted) => wanted.matches(value, context));
  switch (condition.quantifier) {
    case 'one':
      if (typeof got === 'string') return fits(got);
      throw new UnknownInPolicy(`${condition.operator} on the many-valued key ${condition.key}`, 'a policy');
    case 'all':
      return [got].flat().every(fits);
    case 'any':
      return [got].flat().some(fits);
  }
}

/** AWS: ForAllValues is true without the key, and so is a negated operator unless ForAnyValue asks for a value. */
function holdsWhenAbsent({ quantifier, negated, ifExists }: Omit<Comparison, 'read' | 'kind'>): boolean {
  return quantifier === 'all' || (quantifier === 'one' && (negated || ifExists));
}

function readPresence(values: readonly string[], where: string): boolean {
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) throw new UnknownInPolicy('Null with more than one value', where);
  return readBoolean(value, where);
}

/** Says what the condition wanted and what the request brought, for people. */
export function describeCondition(condition: Condition, context: RequestContext): string {
  const got = context.get(condition.key);
  const wanted =
    condition.kind === 'presence'
      ? [condition.absent ? '(absent)' : '(present)']
      : condition.wanted.map((wanted) => wanted.describe(context));
  const brought = got === undefined ? '(absent)' : [got].flat().join(', ');
  return `${condition.operator} ${condition.key}: wanted ${wanted.join(' or ')}, got ${brought}`;
}
