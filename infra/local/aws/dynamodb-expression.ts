import type { Json } from '../../../shared/json-schema.ts';
import { invalidInput } from './aws-refusal.ts';

const TOKEN = /\s*([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|\d+|<>|<=|>=|[=<>().,[\]+-])/y;
const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

/** Substitutes of an expression: `ExpressionAttributeNames` and `ExpressionAttributeValues`. */
export interface Substitutes {
  readonly names: { readonly [placeholder: string]: string };
  readonly values: { readonly [placeholder: string]: Json };
}

/** Names of the top-level attributes an expression touches. */
export function attributesOf(expression: string, { names }: Substitutes): readonly string[] {
  const tokens = tokensOf(expression);
  return tokens.flatMap((_, place) => topLevelName(tokens, place, names) ?? []);
}

/** The values an expression sets equal to one attribute, in the form `name = :value`. */
export function equalTo(attribute: string, expression: string, { names, values }: Substitutes): readonly Json[] {
  const tokens = tokensOf(expression);
  return tokens.flatMap((_, place) => {
    const value = tokens[place + 2];
    if (topLevelName(tokens, place, names) !== attribute || tokens[place + 1] !== '=' || value === undefined) return [];
    return Object.hasOwn(values, value) ? [values[value] ?? null] : [];
  });
}

function topLevelName(tokens: readonly string[], place: number, names: Substitutes['names']): string | undefined {
  const token = tokens[place] ?? '';
  if (tokens[place - 1] === '.') return undefined;
  if (token.startsWith('#')) return Object.hasOwn(names, token) ? names[token] : undefined;
  const isName = /^[A-Za-z_]/.test(token) && !KEYWORDS.has(token.toUpperCase()) && tokens[place + 1] !== '(';
  return isName ? token : undefined;
}

function tokensOf(expression: string): readonly string[] {
  const text = expression.trimEnd();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined)
      throw invalidInput(`Invalid expression: syntax error near ${JSON.stringify(text.slice(at, at + 10))}`);
    tokens.push(token);
  }
  return tokens;
}
