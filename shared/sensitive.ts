import type * as z from 'zod';
import type { Json, JsonSchema } from './json-schema.ts';

/** JSON Schema keyword that marks a field whose value must stay out of audit records. Never sent to clients (E8). */
export const SENSITIVE_KEYWORD = 'x-sallyport-sensitive';

/** Marks a field of a contract as sensitive: records show that it was there, never its value (I2). */
export function sensitive<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), [SENSITIVE_KEYWORD]: true }) as Schema;
}

/** The same schema without the mark, as the client may see it. */
export function withoutMarks(schema: JsonSchema): JsonSchema {
  return strip(schema) as JsonSchema;
}

function strip(value: Json): Json {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== SENSITIVE_KEYWORD)
      .map(([key, child]) => [key, strip(child)]),
  );
}
