import * as z from 'zod';
import type { RawStatement } from './policy-paper.ts';

const Texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Readable = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal('Allow'),
  Action: Texts,
  Resource: Texts,
  Condition: z.record(z.string(), z.record(z.string(), Texts)).default({}),
});

/** What stands for whom: a policy variable, as the policy writes it, and the constant that is its value. */
type Values = { readonly [variable: string]: string };

/**
 * Whether a statement allows a request, as a formula of SMT-LIB over `action`, `resource` and, for each condition key,
 * whether it is there and one of its values. Wildcards become constants of their own, so the formula may only be asserted.
 */
export interface Reach {
  readonly declarations: readonly string[];
  readonly formula: string;
}

/**
 * Writes a statement as a formula.
 *
 * A request may have more values for a key than the one spoken of: `ForAllValues` then holds for each of them.
 *
 * @param name - tells the constants of this formula from those of another one.
 * @throws Error for an element or operator it does not know, so that nothing is proven of what it did not read.
 */
export function reachOf(raw: RawStatement, values: Values, name: string): Reach {
  const { Action, Resource, Condition } = Readable.parse(raw);
  const declarations: string[] = [];
  const like = (subject: string, pattern: string) => {
    const single: string[] = [];
    const terms = partsOf(pattern, values).map(({ kind, term }) => {
      if (kind !== 'wildcard') return term;
      const constant = `${name}-${declarations.length}`;
      declarations.push(`(declare-const ${constant} String)`);
      if (term === '?') single.push(`(= (str.len ${constant}) 1)`);
      return constant;
    });
    return all([`(= ${subject} ${concat(terms)})`, ...single]);
  };
  const equals = (subject: string, text: string) =>
    `(= ${subject} ${concat(partsOf(text, values).map(({ kind, term }) => (kind === 'wildcard' ? quote(term) : term)))})`;

  const condition = (operator: string, key: string, wanted: readonly string[]): string => {
    const [present, subject] = [`|there ${key}|`, `|${key}|`];
    const matches = (match: typeof like) => any(wanted.map((text) => match(subject, text)));
    switch (operator) {
      case 'StringEquals':
        return all([present, matches(equals)]);
      case 'StringLike':
        return all([present, matches(like)]);
      case 'ForAllValues:StringEquals':
        return `(=> ${present} ${matches(equals)})`;
      case 'ForAllValues:StringLike':
        return `(or (not ${present}) ${matches(like)})`;
      case 'Null':
        return wanted.join() === 'false' ? present : `(not ${present})`;
      default:
        throw new Error(`nothing is proven of a statement with ${operator}`);
    }
  };
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => condition(operator, key, wanted)),
  );
  for (const action of Action) if (/[*?]/.test(action)) throw new Error(`nothing is proven of the action ${action}`);
  const formula = all([
    any(Action.map((action) => `(= action ${quote(action)})`)),
    any(Resource.map((resource) => like('resource', resource))),
    ...conditions,
  ]);
  return { declarations, formula };
}

/** The condition keys of a statement, to be declared once for all formulas that speak of them. */
export function keysOf(raw: RawStatement): readonly string[] {
  return Object.values(Readable.parse(raw).Condition).flatMap((keys) => Object.keys(keys));
}

interface Part {
  readonly kind: 'text' | 'value' | 'wildcard';
  readonly term: string;
}

function partsOf(pattern: string, values: Values): readonly Part[] {
  return Array.from(pattern.matchAll(/\$\{[^}]*\}|[*?]|[^$*?]+|\$/g), ([text]): Part => {
    if (text === '*' || text === '?') return { kind: 'wildcard', term: text };
    if (!text.startsWith('${')) return { kind: 'text', term: quote(text) };
    const value = values[text];
    if (value === undefined) throw new Error(`nothing is proven of the variable ${text}`);
    return { kind: 'value', term: value };
  });
}

/** Text as SMT-LIB writes it. */
function quote(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Error(`no plain text: ${text}`);
  return `"${text.replaceAll('"', '""')}"`;
}

function concat(parts: readonly string[]): string {
  return parts.length > 1 ? `(str.++ ${parts.join(' ')})` : (parts[0] ?? '""');
}

function all(formulas: readonly string[]): string {
  return formulas.length > 1 ? `(and ${formulas.join(' ')})` : (formulas[0] ?? 'true');
}

function any(formulas: readonly string[]): string {
  return formulas.length > 1 ? `(or ${formulas.join(' ')})` : (formulas[0] ?? 'false');
}
