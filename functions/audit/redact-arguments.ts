import type { Json, JsonSchema } from '../../shared/json-schema.ts';
import { SENSITIVE_KEYWORD } from '../../shared/sensitive.ts';
import { isSchema, schemaBranches } from './schema-branches.ts';

const MAX_TEXT = 200;
const MAX_ITEMS = 20;
const MAX_DEPTH = 8;
/** All values of one record together. */
const MAX_VALUES = 500;

const REDACTED = '[redacted]';
/** Under which a record counts the fields the contract does not know. Their names and values stay out. */
const UNDECLARED = '[undeclared fields]';

/**
 * Draws a call's arguments as a record may hold them (I2).
 *
 * Shown is only what the contract declares, in the type it declares: a field nobody described may hold anything.
 * Marked fields read `[redacted]`, texts end after 200 characters with a note, lists and depth are bounded.
 */
export function redactArguments(
  inputSchema: JsonSchema,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let values = 0;

  function show(value: unknown, schemas: readonly JsonSchema[], depth: number): unknown {
    values += 1;
    const branches = schemaBranches(schemas, inputSchema);
    if (branches.some(isMarked)) return REDACTED;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return '[not shown: too much]';
    if (!branches.some((schema) => declares(schema, value))) return '[not of the declared type]';
    if (typeof value === 'string') return cut(value);
    if (Array.isArray(value)) return showItems(value, branches, depth);
    if (isFields(value)) return showFields(value, branches, depth);
    return value;
  }

  function showItems(items: readonly unknown[], branches: readonly JsonSchema[], depth: number): unknown[] {
    const schemas = branches.flatMap(({ items: schema }) => (isSchema(schema) ? [schema] : []));
    const shown = items.slice(0, MAX_ITEMS).map((item) => show(item, schemas, depth + 1));
    return items.length > MAX_ITEMS ? [...shown, `[${items.length - MAX_ITEMS} more]`] : shown;
  }

  function showFields(
    fields: Readonly<Record<string, unknown>>,
    branches: readonly JsonSchema[],
    depth: number,
  ): Record<string, unknown> {
    const shown: [string, unknown][] = [];
    let undeclared = 0;
    for (const [name, value] of Object.entries(fields)) {
      const schemas = branches.flatMap((schema) => declared(schema, name));
      if (schemas.length === 0) undeclared += 1;
      else shown.push([name, show(value, schemas, depth + 1)]);
    }
    if (undeclared > 0) shown.push([UNDECLARED, undeclared]);
    return Object.fromEntries(shown);
  }

  const branches = schemaBranches([inputSchema], inputSchema);
  if (branches.some(isMarked)) return { [REDACTED]: Object.keys(input).length };
  return showFields(input, branches, 0);
}

function isMarked(schema: JsonSchema): boolean {
  return schema[SENSITIVE_KEYWORD] === true;
}

function declared({ properties }: JsonSchema, name: string): readonly JsonSchema[] {
  if (!isSchema(properties) || !Object.hasOwn(properties, name)) return [];
  const schema = properties[name];
  return isSchema(schema) ? [schema] : [];
}

function declares(schema: JsonSchema, value: unknown): boolean {
  if ('const' in schema) return schema.const === value;
  if (isList(schema.enum)) return schema.enum.some((allowed) => allowed === value);
  const types = isList(schema.type) ? schema.type : [schema.type];
  return types.some((type) => type === typeOf(value) || (type === 'integer' && Number.isInteger(value)));
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeOf(value) === 'object';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text.toWellFormed();
  return `${text.slice(0, MAX_TEXT).toWellFormed()}… [${text.length} characters]`;
}
