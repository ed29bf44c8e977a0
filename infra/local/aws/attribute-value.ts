import type { Json } from '../../../shared/json-schema.ts';

/** Plain JSON as a DynamoDB attribute value. Sets and binary have no plain form. */
export function attributeValue(value: Json): Json {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (isList(value)) return { L: value.map(attributeValue) };
  return { M: Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, attributeValue(inner)])) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
