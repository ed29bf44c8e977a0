import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { redactArguments } from '../../../functions/audit/redact-arguments.ts';
import { jsonSchemaOf } from '../../../shared/json-schema.ts';
import { sensitive } from '../../../shared/sensitive.ts';
import { saveDocument } from '../../../shared/tools/save-document.ts';

const SECRET = 'marker-4711';

function redact(schema: z.ZodType, input: Record<string, unknown>): Record<string, unknown> {
  return redactArguments(jsonSchemaOf(schema, 'input'), input);
}

test('shows what the contract declares and hides what it marks (I2)', () => {
  expect(redact(saveDocument.input, { name: 'a.txt', text: SECRET })).toEqual({ name: 'a.txt', text: '[redacted]' });
});

const Everywhere = z.strictObject({
  plain: z.string().max(9),
  secret: sensitive(z.string().max(99)),
  optional: sensitive(z.string().max(99)).optional(),
  filled: sensitive(z.string().max(99).default('x')),
  nested: z.strictObject({ secret: sensitive(z.strictObject({ deep: z.string().max(99) })) }),
  list: z.array(z.strictObject({ secret: sensitive(z.string().max(99)), n: z.int() })).max(9),
  union: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('card'), value: sensitive(z.string().max(99)) }),
    z.strictObject({ kind: z.literal('note'), value: z.string().max(99) }),
  ]),
  mixed: z.union([z.int(), sensitive(z.string().max(99))]),
});

test('finds marks in nested objects, lists, unions, optional fields and defaults (I2)', () => {
  const shown = redact(Everywhere, {
    plain: 'seen',
    secret: SECRET,
    optional: SECRET,
    filled: SECRET,
    nested: { secret: { deep: SECRET } },
    list: [{ secret: SECRET, n: 1 }],
    union: { kind: 'note', value: SECRET },
    mixed: SECRET,
  });
  expect(JSON.stringify(shown)).not.toContain(SECRET);
  expect(shown).toMatchObject({ plain: 'seen', list: [{ secret: '[redacted]', n: 1 }], union: { kind: 'note' } });
});

test('finds marks behind references of recursive schemas (I2)', () => {
  const Tree = z.strictObject({
    secret: sensitive(z.string().max(99)),
    get child() {
      return Tree.optional();
    },
  });
  const shown = redact(z.strictObject({ tree: Tree }), { tree: { secret: SECRET, child: { secret: SECRET } } });
  expect(shown).toEqual({ tree: { secret: '[redacted]', child: { secret: '[redacted]' } } });
});

test('a whole input can be marked (I2)', () => {
  expect(redact(sensitive(z.strictObject({ a: z.string().max(9) })), { a: SECRET })).toEqual({ '[redacted]': 1 });
});

test('counts fields nobody declared, without their names and values (I2)', () => {
  const input = JSON.parse(`{"name":"a.txt","${SECRET}":"${SECRET}","__proto__":"${SECRET}"}`);
  expect(redact(saveDocument.input, input)).toEqual({ name: 'a.txt', '[undeclared fields]': 2 });
});

test('hides a value of another type than declared: it may be a secret in the wrong place (I2)', () => {
  const schema = z.strictObject({ card: z.strictObject({ number: sensitive(z.string().max(99)) }), n: z.int() });
  const wrong = '[not of the declared type]';
  expect(redact(schema, { card: SECRET, n: SECRET })).toEqual({ card: wrong, n: wrong });
});

test('cuts long texts with a note and never leaves half a character (I8)', () => {
  const schema = z.strictObject({ text: z.string().max(9000) });
  expect(redact(schema, { text: 'x'.repeat(200) }).text).toBe('x'.repeat(200));
  expect(redact(schema, { text: 'x'.repeat(5000) }).text).toBe(`${'x'.repeat(200)}… [5000 characters]`);
  const cut = String(redact(schema, { text: `${'x'.repeat(199)}😀${'x'.repeat(50)}` }).text);
  expect(cut.isWellFormed()).toBe(true);
});

test('stays small whatever arrives (I2)', () => {
  const Node = z.strictObject({
    text: z.string().max(9),
    get children() {
      return z.array(Node).max(99).optional();
    },
  });
  const bomb = (depth: number): unknown => ({
    text: 'y'.repeat(9000),
    children: depth > 0 ? Array.from({ length: 30 }, () => bomb(depth - 1)) : [],
  });
  const shown = JSON.stringify(redact(z.strictObject({ root: Node }), { root: bomb(3) }));
  expect(shown.length).toBeLessThan(200_000);
});

test('never shows a marked value, whatever surrounds it (I2)', () => {
  const schema = jsonSchemaOf(Everywhere, 'input');
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(Everywhere.shape)), fc.jsonValue()), (noise) => {
      const shown = redactArguments(schema, { ...noise, secret: SECRET, mixed: SECRET });
      expect(JSON.stringify(shown)).not.toContain(SECRET);
    }),
  );
});
