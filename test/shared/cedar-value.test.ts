import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type CedarRecord, cedarTypeOf } from '../../shared/cedar-type.ts';
import { canonicalRecord, cedarRecord } from '../../shared/cedar-value.ts';
import { jsonSchemaOf } from '../../shared/json-schema.ts';

const TYPE: CedarRecord = cedarTypeOf(
  jsonSchemaOf(
    z.strictObject({
      name: z.string().max(99),
      limit: z.int().min(0).max(99).default(10),
      tags: z.array(z.string().max(9)).max(9).optional(),
      part: z
        .strictObject({ on: z.boolean().default(true) })
        .nullable()
        .optional(),
    }),
    'input',
  ),
);

test('a policy sees the defaults that the tool will get (C2)', () => {
  expect(cedarRecord(TYPE, { name: 'a' })).toEqual({ name: 'a', limit: 10 });
  expect(cedarRecord(TYPE, { name: 'a', limit: 0, part: {} })).toEqual({ name: 'a', limit: 0, part: { on: true } });
});

test('null is absent', () => {
  expect(cedarRecord(TYPE, { name: 'a', part: null })).toEqual({ name: 'a', limit: 10 });
});

test('nothing gets in that the contract does not name, nor anything of another type (C2)', () => {
  expect(cedarRecord(TYPE, { name: 'a', __entity: { type: 'Sallyport::Group', id: 'x' } })).toEqual({
    name: 'a',
    limit: 10,
  });
  for (const name of [7, true, {}, [], { __extn: { fn: 'unknown', arg: 'input' } }]) {
    expect(() => cedarRecord(TYPE, { name })).toThrow(TypeError);
  }
  for (const input of [{ name: 'a', limit: 0.5 }, { name: 'a', limit: 2 ** 60 }, { name: 'a', tags: 'x' }, [], 'x']) {
    expect(() => cedarRecord(TYPE, input)).toThrow(TypeError);
  }
});

test('whatever JSON arrives, it is refused or becomes a record of the type (C2)', () => {
  const json = fc.record({ name: fc.anything(), limit: fc.anything(), tags: fc.anything(), more: fc.anything() });
  fc.assert(
    fc.property(json, (input) => {
      let record: object;
      try {
        record = cedarRecord(TYPE, input);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      expect(record).toMatchObject({ name: expect.any(String), limit: expect.any(Number) });
      expect(Object.keys(record).every((key) => ['name', 'limit', 'tags'].includes(key))).toBe(true);
    }),
  );
});

test.each([
  ['private', 'ｐｒｉｖａｔｅ'],
  ['private', 'pri\u200bvate'],
  ['private', ' private\n'],
  ['café', 'cafe\u0301'],
])('%j is the canonical form of %j (C2)', (canonical, text) => {
  expect(canonicalRecord({ a: text, b: [text], c: { d: text } })).toEqual({
    a: canonical,
    b: [canonical],
    c: { d: canonical },
  });
});
