import type { Json, JsonSchema } from './json-schema.ts';

/** The type of a tool's arguments, or of a part of them, as Cedar knows it. */
export type CedarType =
  | { readonly type: 'String' | 'Long' | 'Boolean' }
  | { readonly type: 'Set'; readonly element: CedarType }
  | CedarRecord;

export interface CedarRecord {
  readonly type: 'Record';
  readonly attributes: { readonly [name: string]: CedarAttribute };
}

export type CedarAttribute = CedarType & {
  /** False where the value may be absent or null. */
  readonly required: boolean;
  /** What the tool gets when the caller leaves the field out; a policy decides on it too. */
  readonly default?: Json;
};

/** Keys by which Cedar's JSON names entities and functions, and JavaScript a prototype: a field so named would be one. */
const SPECIAL = ['__entity', '__extn', '__expr', '__proto__'];

/**
 * The part of a tool's arguments that policies can speak about.
 *
 * Left out is what Cedar has no type for: fractions, tuples, unions of unlike types, and schemas that contain themselves.
 * An array becomes a set: order and repetition are lost. Null counts as absent.
 */
export function cedarTypeOf(inputSchema: JsonSchema): CedarRecord {
  return recordOf(inputSchema, { root: inputSchema, open: [] });
}

interface Place {
  readonly root: JsonSchema;
  /** References being followed. */
  readonly open: readonly string[];
}

function typeOf(schema: JsonSchema, place: Place): CedarType | undefined {
  if (typeof schema.$ref === 'string') return referenced(schema.$ref, place);
  const branches = branchesOf(schema);
  if (branches) return sameType(branches.map((branch) => typeOf(branch, place)));
  if ('const' in schema) return literalType(schema.const);
  if (Array.isArray(schema.enum)) return sameType(schema.enum.filter((value) => value !== null).map(literalType));
  switch (schema.type) {
    case 'string':
      return { type: 'String' };
    case 'integer':
      return { type: 'Long' };
    case 'boolean':
      return { type: 'Boolean' };
    case 'array':
      return setOf(schema, place);
    case 'object':
      return recordOf(schema, place);
    default:
      return undefined;
  }
}

function recordOf({ properties, required }: JsonSchema, place: Place): CedarRecord {
  const names = Array.isArray(required) ? required : [];
  const attributes: Record<string, CedarAttribute> = {};
  for (const [name, schema] of Object.entries(isSchema(properties) ? properties : {})) {
    const type = isSchema(schema) && !SPECIAL.includes(name) ? typeOf(schema, place) : undefined;
    if (!type || !isSchema(schema)) continue;
    const { default: byDefault } = schema;
    const filled = byDefault !== undefined && byDefault !== null;
    const always = (filled || names.includes(name)) && !allowsNull(schema, place);
    attributes[name] = { ...type, required: always, ...(filled && { default: byDefault }) };
  }
  return { type: 'Record', attributes };
}

function setOf({ items, prefixItems }: JsonSchema, place: Place): CedarType | undefined {
  if (!isSchema(items) || prefixItems !== undefined || allowsNull(items, place)) return undefined;
  const element = typeOf(items, place);
  return element && { type: 'Set', element };
}

function referenced(reference: string, place: Place): CedarType | undefined {
  const schema = target(reference, place);
  if (!schema || place.open.includes(reference)) return undefined;
  return typeOf(schema, { ...place, open: [...place.open, reference] });
}

function target(reference: string, { root }: Place): JsonSchema | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  const found = name !== undefined && isSchema(root.$defs) ? root.$defs[name] : undefined;
  return isSchema(found) ? found : undefined;
}

/** The alternatives of a union without null, or undefined when the schema is none. */
function branchesOf({ anyOf, oneOf, type, ...rest }: JsonSchema): readonly JsonSchema[] | undefined {
  const union = anyOf ?? oneOf;
  if (Array.isArray(union)) return union.filter(isSchema).filter((branch) => branch.type !== 'null');
  if (!Array.isArray(type)) return undefined;
  return type.filter((name) => name !== 'null').map((name): JsonSchema => ({ ...rest, type: name }));
}

function allowsNull(schema: JsonSchema, place: Place): boolean {
  const { $ref, anyOf, oneOf, type, enum: values, const: value } = schema;
  if (typeof $ref === 'string' && !place.open.includes($ref)) {
    const found = target($ref, place);
    return found !== undefined && allowsNull(found, { ...place, open: [...place.open, $ref] });
  }
  const union = anyOf ?? oneOf;
  if (Array.isArray(union)) return union.filter(isSchema).some((branch) => allowsNull(branch, place));
  if (Array.isArray(type)) return type.includes('null');
  return type === 'null' || value === null || (Array.isArray(values) && values.includes(null));
}

function literalType(value: Json | undefined): CedarType | undefined {
  if (typeof value === 'string') return { type: 'String' };
  if (typeof value === 'boolean') return { type: 'Boolean' };
  return Number.isSafeInteger(value) ? { type: 'Long' } : undefined;
}

/** The one simple type of all alternatives. Alternatives with parts of their own are not compared. */
function sameType(types: readonly (CedarType | undefined)[]): CedarType | undefined {
  const [first] = types;
  if (types.length === 1) return first;
  if (!first || first.type === 'Record' || first.type === 'Set') return undefined;
  return types.every((type) => type?.type === first.type) ? first : undefined;
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
