import { expect, test } from 'vitest';
import * as z from 'zod';
import { cedarTypeOf } from '../../shared/cedar-type.ts';
import { jsonSchemaOf } from '../../shared/json-schema.ts';

const typed = (shape: z.ZodRawShape) => cedarTypeOf(jsonSchemaOf(z.strictObject(shape), 'input')).attributes;

test.each([
  ['a text', z.string().max(9), { type: 'String', required: true }],
  ['a text with a format', z.url().max(9), { type: 'String', required: true }],
  ['a whole number', z.int().min(0).max(9), { type: 'Long', required: true }],
  ['a truth value', z.boolean(), { type: 'Boolean', required: true }],
  ['one of some texts', z.enum(['a', 'b']), { type: 'String', required: true }],
  ['one of some numbers', z.literal([1, 2]), { type: 'Long', required: true }],
  ['one literal', z.literal(true), { type: 'Boolean', required: true }],
  ['an optional value', z.string().max(9).optional(), { type: 'String', required: false }],
  ['null, which counts as absent', z.string().max(9).nullable(), { type: 'String', required: false }],
  ['a default', z.int().min(0).max(9).default(3), { type: 'Long', required: true, default: 3 }],
  ['a list, as a set', z.array(z.string().max(9)).max(3), { type: 'Set', element: { type: 'String' }, required: true }],
  [
    'an object',
    z.strictObject({ a: z.boolean() }),
    { type: 'Record', attributes: { a: { type: 'Boolean', required: true } }, required: true },
  ],
  ['a union of texts', z.union([z.literal('a'), z.string().max(2)]), { type: 'String', required: true }],
])('%s has its type in Cedar (C2)', (_, schema, type) => {
  expect(typed({ field: schema })).toEqual({ field: type });
});

const Tree = z.strictObject({
  name: z.string().max(9),
  get children() {
    return z.array(Tree).max(3);
  },
});

test.each([
  ['a fraction', z.number().min(0).max(1)],
  ['a union of unlike types', z.union([z.string().max(9), z.int().min(0).max(9)])],
  ['a union of objects', z.union([z.strictObject({ a: z.boolean() }), z.strictObject({ b: z.boolean() })])],
  ['a list that may hold null', z.array(z.string().max(9).nullable()).max(3)],
  ['a list of fractions', z.array(z.number().min(0).max(1)).max(3)],
  ['a pair', z.tuple([z.string().max(9), z.boolean()])],
])('%s has none, and is left out', (_, schema) => {
  expect(typed({ field: schema, kept: z.boolean() })).toEqual({ kept: { type: 'Boolean', required: true } });
});

test('a schema inside itself is left out where it begins again', () => {
  expect(typed({ tree: Tree }).tree).toMatchObject({ attributes: { name: { type: 'String' } } });
  expect(JSON.stringify(typed({ tree: Tree }))).not.toContain('Set');
});

test.each(['__entity', '__extn', '__expr', '__proto__'])('a field named %s is left out (C2)', (name) => {
  const inputSchema = { type: 'object', properties: JSON.parse(`{"${name}": {"type": "string"}}`), required: [name] };
  expect(Object.keys(cedarTypeOf(inputSchema).attributes)).toEqual([]);
});
