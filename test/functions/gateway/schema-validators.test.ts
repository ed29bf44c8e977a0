import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { schemaValidators } from '../../../functions/gateway/schema-validators.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import type { Json, JsonSchema } from '../../../shared/json-schema.ts';
import { defineTool } from '../../../shared/tool-contract.ts';
import { contractFile } from './fixture/contracts.ts';

const [template] = contractFile.tools;

function check(inputSchema: JsonSchema) {
  if (!template) throw new Error('the fixture has a tool');
  return schemaValidators().check({ ...template, inputSchema }, 'inputSchema');
}

describe('a validator', () => {
  test.each([
    ['an unknown keyword', { type: 'object', 'x-surprise': true }],
    ['an unknown type', { type: 'objekt' }],
    ['a bound that is no number', { type: 'string', maxLength: '5' }],
    ['an unknown format', { type: 'object', properties: { a: { type: 'string', format: 'phone' } } }],
    ['a reference into the network', { $ref: 'https://example.com/schema.json' }],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }],
    ['a reference to nothing', { $ref: '#/$defs/missing' }],
  ] satisfies [string, JsonSchema][])('is not made of a schema with %s (F2, F8)', async (_, schema) => {
    await expect(check(schema)).rejects.toThrow();
  });

  test('changes nothing in what it checks (F2)', async () => {
    const validate = await check({
      type: 'object',
      additionalProperties: false,
      properties: { n: { type: 'integer', default: 3 }, s: { type: 'string' } },
    });
    for (const value of [{}, { n: '5' }, { n: 5, extra: 1 }, { s: ' a ' }]) {
      const before = structuredClone(value);
      validate(value);
      expect(value).toEqual(before);
    }
    expect(validate({ n: '5' })).toBe('/n must be integer');
    expect(validate({ s: 5 })).toBe('/s must be string');
  });

  test('says of any value what zod says of it', async () => {
    const input = z.strictObject({
      kind: z.enum(['a', 'b']),
      count: z.int().min(0).max(9),
      tags: z.array(z.string().max(3)).max(2).optional(),
      mail: z.email().max(40).optional(),
      when: z.iso.datetime().max(40).optional(),
      pair: z.union([z.strictObject({ x: z.boolean() }), z.null()]).optional(),
    });
    const name = 'compared';
    const contract = defineTool({
      name,
      title: name,
      description: name,
      effect: 'read',
      input,
      output: z.strictObject({}),
    });
    const validate = await check(describeTool(contract).inputSchema);
    const near = fc.record(
      {
        kind: fc.constantFrom<Json>('a', 'b', 'c', 1),
        count: fc.constantFrom<Json>(0, 9, 10, -1, 1.5, '1', null),
        tags: fc.array(fc.constantFrom<Json>('', 'abc', 'abcd', 1), { maxLength: 3 }),
        mail: fc.constantFrom<Json>('a@example.com', 'a', 1),
        when: fc.constantFrom<Json>('2026-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'now'),
        pair: fc.constantFrom<Json>(null, { x: true }, { x: 1 }, { x: true, y: 1 }, {}),
        extra: fc.constant(1),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.jsonValue()), (value) => {
        expect(validate(value) === undefined).toBe(input.safeParse(value).success);
      }),
      { numRuns: 500 },
    );
  });

  test('speaks of hostile keys in printable, bounded text (I8)', async () => {
    const validate = await check({ type: 'object', additionalProperties: false, properties: {} });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), (key) => {
        const issue = validate(Object.fromEntries([[key, 1]]));
        expect(issue).toMatch(/^[^\p{C}\u2028\u2029]{1,300}$/u);
      }),
    );
  });

  test('is compiled once and keeps no errors for the next caller (D2)', async () => {
    const compile = vi.spyOn(Ajv2020.prototype, 'compile');
    const validators = schemaValidators();
    if (!template) throw new Error('the fixture has a tool');
    const first = await validators.check(template, 'inputSchema');
    expect(first({ limit: 'alice-secret' })).toBeDefined();
    expect(compile.mock.results[0]?.value).toHaveProperty('errors', null);
    expect(await validators.check(template, 'inputSchema')).toBe(first);
    expect(first({ limit: 1 })).toBeUndefined();
  });
});
