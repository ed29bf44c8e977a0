import type { Json, JsonSchema } from './json-schema.ts';

/** A place in a schema that would let through more than the contract says. */
export interface OpenSchema {
  /** JSON path below the schema's root, for example `.items[].name`. Empty for the root itself. */
  readonly path: string;
  /** What to change, in words. */
  readonly rule: string;
}

/** Finds objects that are not closed and strings, arrays and numbers without bounds (F1). */
export function findOpenSchemas(schema: JsonSchema, path = ''): readonly OpenSchema[] {
  const rule = openRule(schema);
  const here = rule ? [{ path, rule }] : [];
  return [...here, ...childSchemas(schema, path).flatMap(([child, childPath]) => findOpenSchemas(child, childPath))];
}

function openRule(schema: JsonSchema): string | undefined {
  if ('enum' in schema || 'const' in schema) return undefined;
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.map((type) => openRuleOfType(schema, type)).find((rule) => rule !== undefined);
}

function openRuleOfType(schema: JsonSchema, type: Json | undefined): string | undefined {
  switch (type) {
    case 'object':
      return schema.additionalProperties === false ? undefined : 'must be closed: use z.strictObject';
    case 'string':
      return 'maxLength' in schema ? undefined : 'must bound its length: use .max(n)';
    case 'array':
      return 'maxItems' in schema ? undefined : 'must bound its items: use .max(n)';
    case 'integer':
    case 'number':
      return hasBounds(schema) ? undefined : 'must have a lowest and a highest value: use .min(n) and .max(n)';
    case 'boolean':
    case 'null':
      return undefined;
    default:
      return isComposite(schema) ? undefined : 'must name one type: z.any() and z.unknown() are not a contract';
  }
}

function hasBounds(schema: JsonSchema): boolean {
  const low = 'minimum' in schema || 'exclusiveMinimum' in schema;
  return low && ('maximum' in schema || 'exclusiveMaximum' in schema);
}

function isComposite(schema: JsonSchema): boolean {
  return '$ref' in schema || 'anyOf' in schema || 'oneOf' in schema || 'allOf' in schema;
}

/** The schemas right inside one, each with its path. */
export function childSchemas(schema: JsonSchema, path = ''): readonly (readonly [JsonSchema, string])[] {
  const found: [JsonSchema, string][] = [];
  const add = (value: Json | undefined, at: string) => {
    if (isSchema(value)) found.push([value, at]);
  };
  for (const [name, value] of entries(schema.properties)) add(value, `${path}.${name}`);
  for (const [name, value] of entries(schema.$defs)) add(value, `${path}#${name}`);
  add(schema.items, `${path}[]`);
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const list = schema[keyword];
    if (Array.isArray(list)) for (const value of list) add(value, path);
  }
  return found;
}

function entries(value: Json | undefined): readonly [string, Json][] {
  return isSchema(value) ? Object.entries(value) : [];
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
