import { UnknownInPolicy } from './unknown-in-policy.ts';
import { wantedAddress } from './wanted-address.ts';
import { wantedArn } from './wanted-arn.ts';
import { wantedBoolean } from './wanted-boolean.ts';
import { equal, greater, greaterOrEqual, less, lessOrEqual, wantedDate, wantedNumber } from './wanted-ordered.ts';
import { wantedText } from './wanted-text.ts';
import type { ReadWantedValue } from './wanted-value.ts';

/** What a condition operator such as `ForAllValues:StringEqualsIfExists` asks. */
export type ConditionOperator =
  | { readonly kind: 'presence' }
  | {
      readonly kind: 'comparison';
      /** Which of the request's values have to fit: its only one, all, or any. */
      readonly quantifier: 'one' | 'all' | 'any';
      readonly ifExists: boolean;
      /** Whether a value fits when it matches none of the wanted ones, instead of one of them. */
      readonly negated: boolean;
      readonly read: ReadWantedValue;
    };

const EXACT = wantedText({ wildcards: false, ignoreCase: false });
const ANY_CASE = wantedText({ wildcards: false, ignoreCase: true });
const LIKE = wantedText({ wildcards: true, ignoreCase: false });

/** The operators of "IAM JSON policy elements: Condition operators", less BinaryEquals. */
const COMPARISONS: ReadonlyMap<string, { readonly negated: boolean; readonly read: ReadWantedValue }> = new Map([
  ['StringEquals', { negated: false, read: EXACT }],
  ['StringNotEquals', { negated: true, read: EXACT }],
  ['StringEqualsIgnoreCase', { negated: false, read: ANY_CASE }],
  ['StringNotEqualsIgnoreCase', { negated: true, read: ANY_CASE }],
  ['StringLike', { negated: false, read: LIKE }],
  ['StringNotLike', { negated: true, read: LIKE }],
  ['ArnEquals', { negated: false, read: wantedArn }],
  ['ArnLike', { negated: false, read: wantedArn }],
  ['ArnNotEquals', { negated: true, read: wantedArn }],
  ['ArnNotLike', { negated: true, read: wantedArn }],
  ['Bool', { negated: false, read: wantedBoolean }],
  ['NumericEquals', { negated: false, read: wantedNumber(equal) }],
  ['NumericNotEquals', { negated: true, read: wantedNumber(equal) }],
  ['NumericLessThan', { negated: false, read: wantedNumber(less) }],
  ['NumericLessThanEquals', { negated: false, read: wantedNumber(lessOrEqual) }],
  ['NumericGreaterThan', { negated: false, read: wantedNumber(greater) }],
  ['NumericGreaterThanEquals', { negated: false, read: wantedNumber(greaterOrEqual) }],
  ['DateEquals', { negated: false, read: wantedDate(equal) }],
  ['DateNotEquals', { negated: true, read: wantedDate(equal) }],
  ['DateLessThan', { negated: false, read: wantedDate(less) }],
  ['DateLessThanEquals', { negated: false, read: wantedDate(lessOrEqual) }],
  ['DateGreaterThan', { negated: false, read: wantedDate(greater) }],
  ['DateGreaterThanEquals', { negated: false, read: wantedDate(greaterOrEqual) }],
  ['IpAddress', { negated: false, read: wantedAddress }],
  ['NotIpAddress', { negated: true, read: wantedAddress }],
]);

const QUANTIFIERS = { 'ForAllValues:': 'all', 'ForAnyValue:': 'any' } as const;

/**
 * Finds an operator by its name.
 *
 * @throws UnknownInPolicy for a name it does not know. `ForAnyValue:…IfExists` is one: AWS documents that ForAnyValue is
 * false and that IfExists is true when the key is absent, and not which of them holds.
 */
export function findConditionOperator(name: string, where: string): ConditionOperator {
  if (name === 'Null') return { kind: 'presence' };
  const {
    prefix,
    base = '',
    suffix,
  } = /^(?<prefix>ForA(?:ll|ny)Values?:)?(?<base>\w+?)(?<suffix>IfExists)?$/.exec(name)?.groups ?? {};
  const comparison = COMPARISONS.get(base);
  const quantifier = quantifierOf(prefix);
  const ifExists = suffix !== undefined;
  if (!comparison || !quantifier || (quantifier === 'any' && ifExists)) {
    throw new UnknownInPolicy(`the condition operator ${name}`, where);
  }
  return { kind: 'comparison', quantifier, ifExists, ...comparison };
}

function quantifierOf(prefix: string | undefined): 'one' | 'all' | 'any' | undefined {
  switch (prefix) {
    case undefined:
      return 'one';
    case 'ForAllValues:':
    case 'ForAnyValue:':
      return QUANTIFIERS[prefix];
    default:
      return undefined;
  }
}
