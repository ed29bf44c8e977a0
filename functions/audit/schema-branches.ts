import type { Json, JsonSchema } from '../../shared/json-schema.ts';

/** Far above what contracts need; a schema with more alternatives is cut, and what is cut is not shown. */
const MAX_BRANCHES = 64;

/** Every schema that may describe a value: the given ones and, behind `$ref` and alternatives, all others. */
export function schemaBranches(schemas: readonly JsonSchema[], root: JsonSchema): readonly JsonSchema[] {
  const seen = new Set<JsonSchema>();
  const queue = [...schemas];
  for (let schema = queue.shift(); schema && seen.size < MAX_BRANCHES; schema = queue.shift()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    queue.push(...referenced(schema, root), ...alternatives(schema));
  }
  return [...seen];
}

/** Whether a JSON value is a schema object. */
export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function referenced({ $ref }: JsonSchema, root: JsonSchema): readonly JsonSchema[] {
  if (typeof $ref !== 'string') return [];
  if ($ref === '#') return [root];
  const name = $ref.startsWith('#/$defs/') ? $ref.slice('#/$defs/'.length) : undefined;
  const target = name !== undefined && isSchema(root.$defs) ? root.$defs[name] : undefined;
  return isSchema(target) ? [target] : [];
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? list.filter(isSchema) : [];
  });
}
