import { expect, test } from 'vitest';
import * as z from 'zod';
import { findRewriting } from '../../shared/rewriting-schema.ts';

const Part = z.string().max(9);

test.each([
  ['trimmed', Part.trim()],
  ['in lower case', Part.toLowerCase()],
  ['in one Unicode form', Part.normalize()],
  ['transformed', Part.transform((text) => text.length)],
  ['preprocessed', z.preprocess(String, Part)],
  ['caught', Part.catch('x')],
  ['decoded', z.codec(Part, z.string(), { decode: (text) => text, encode: (text) => text })],
])('a text that is %s is found, however deep it lies (C2)', (_, schema) => {
  expect(findRewriting(schema)).toBeDefined();
  expect(findRewriting(z.strictObject({ a: z.array(z.union([z.boolean(), schema])).optional() }))).toBeDefined();
  expect(findRewriting(z.strictObject({ a: z.lazy(() => schema).default('x' as never) }))).toBeDefined();
});

const Tree = z.strictObject({
  get children() {
    return z.array(Tree).max(3);
  },
});

test.each([
  ['checks', Part.min(1).regex(/^a/).optional().nullable()],
  ['defaults', z.int().min(0).max(9).default(3)],
  ['formats', z.url().max(99)],
  ['refinements', Part.refine((text) => text !== 'x')],
  ['objects', z.strictObject({ a: z.array(z.enum(['a', 'b'])).max(2), b: z.literal('x') })],
  ['schemas inside themselves', Tree],
])('%s rewrite nothing', (_, schema) => {
  expect(findRewriting(schema)).toBeUndefined();
});
