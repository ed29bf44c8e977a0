import * as z from 'zod';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema 2020-12 object. */
export type JsonSchema = { readonly [keyword: string]: Json };

/** Draws a contract's schema as JSON Schema 2020-12, as the client must fill it (input) or will see it (output). */
export function jsonSchemaOf(schema: z.ZodType, side: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io: side, target: 'draft-2020-12' }) as JsonSchema;
}
