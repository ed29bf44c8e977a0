import type { Glob } from './glob.ts';
import { checkConditionKey, type KnownConditionKeys } from './known-condition-keys.ts';
import type { RequestContext } from './request-context.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** A policy variable such as `${aws:PrincipalTag/caller}`, with its default value if it has one. */
export interface PolicyVariable {
  readonly variable: string;
  readonly fallback: string | undefined;
}

/** A policy's text, taken apart into literal text, wildcards and variables. */
export type TextPattern = readonly (Glob[number] | PolicyVariable)[];

/** What a policy's text is read with. */
export interface PatternReading {
  /** Where the text stands, for errors. */
  readonly where: string;
  readonly knownKeys: KnownConditionKeys;
  /** Whether `*` and `?` are wildcards here or plain characters. */
  readonly wildcards: boolean;
}

// `${*}`, `${?}` and `${$}` are the characters themselves; the rest is a key, perhaps with a quoted default value.
const PIECE = /\$\{([*?$])\}|\$\{\s*([^\s{},']+)\s*(?:,\s*'([^']*)'\s*)?\}|(\$\{)|([*?])|([^$*?]+|\$)/g;

/** Reads a policy's text (AWS: "IAM policy elements: Variables and tags"). */
export function readPattern(source: string, { where, knownKeys, wildcards }: PatternReading): TextPattern {
  return Array.from(source.matchAll(PIECE), ([whole, escaped, key, fallback, broken, wild]) => {
    if (broken !== undefined) throw new UnknownInPolicy(`the policy variable in ${source}`, where);
    if (escaped !== undefined) return escaped;
    if (key !== undefined) return { variable: checkConditionKey(key, knownKeys, where), fallback };
    return wildcards && (wild === '*' || wild === '?') ? { wild } : whole;
  });
}

/**
 * Puts the request's values in place of the variables.
 *
 * Undefined when a variable has no value: AWS then finds nothing equal or like it. An empty value counts as none.
 */
export function resolvePattern(pattern: TextPattern, context: RequestContext): Glob | undefined {
  const glob = pattern.map((part) => (isVariable(part) ? variableValue(part, context) : part));
  return glob.every((part) => part !== undefined) ? glob : undefined;
}

/** The pattern for people: variables replaced, or named where they have no value. */
export function describePattern(pattern: TextPattern, context: RequestContext): string {
  return pattern
    .map((part) => {
      if (typeof part === 'string') return part;
      return isVariable(part) ? (variableValue(part, context) ?? `\${${part.variable}} (no value)`) : part.wild;
    })
    .join('');
}

/** Whether the pattern can be resolved only with a request. */
export function hasVariable(pattern: TextPattern): boolean {
  return pattern.some(isVariable);
}

function isVariable(part: TextPattern[number]): part is PolicyVariable {
  return typeof part === 'object' && 'variable' in part;
}

function variableValue({ variable, fallback }: PolicyVariable, context: RequestContext): string | undefined {
  const value = context.get(variable);
  if (typeof value === 'object') throw new UnknownInPolicy(`the many-valued key ${variable} as a variable`, 'a policy');
  return value || fallback;
}
