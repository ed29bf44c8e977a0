import type * as z from 'zod';

/**
 * Finds where a schema gives the tool another value than the caller sent: trimmed, in lower case, transformed. Defaults are
 * not meant: they stand in the JSON Schema.
 *
 * @returns what rewrites, or undefined.
 */
export function findRewriting(schema: z.ZodType): string | undefined {
  return visit(schema, new Set());
}

function visit(value: unknown, seen: Set<object>): string | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const definition = definitionOf(value);
  if (!definition) return isPlain(value) ? firstOf(Object.values(value), seen) : undefined;
  if (Reflect.get(definition, 'type') === 'catch') return 'catch';
  // Transforms, and codecs, which are pipes with a function of their own.
  if (typeof Reflect.get(definition, 'transform') === 'function') return 'transform';
  if (Reflect.get(definition, 'check') === 'overwrite') return 'overwrite';
  const getter: unknown = Reflect.get(definition, 'getter');
  return firstOf([...Object.values(definition), typeof getter === 'function' ? getter() : undefined], seen);
}

function firstOf(parts: readonly unknown[], seen: Set<object>): string | undefined {
  for (const part of parts) {
    const found = visit(part, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What zod keeps of a schema or of a check. */
function definitionOf(value: object): object | undefined {
  const inside: unknown = Reflect.get(value, '_zod');
  const definition: unknown = typeof inside === 'object' && inside !== null ? Reflect.get(inside, 'def') : undefined;
  return typeof definition === 'object' && definition !== null ? definition : undefined;
}

/** Lists and shapes of schemas. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
