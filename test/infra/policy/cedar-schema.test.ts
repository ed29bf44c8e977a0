import { expect, test } from 'vitest';
import * as z from 'zod';
import { cedarSchema } from '../../../infra/policy/cedar-schema.ts';
import { loadCedar } from '../../../infra/policy/load-cedar.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { defineTool } from '../../../shared/tool-contract.ts';

const everything = describeTool(
  defineTool({
    name: 'everything',
    title: 'Everything',
    description: 'Has a field of each type.',
    effect: 'read',
    input: z.strictObject({
      text: z.string().max(9),
      count: z.int().min(0).max(9),
      on: z.boolean(),
      kind: z.enum(['a', 'b']).optional(),
      tags: z.array(z.string().max(9)).max(9),
      part: z.strictObject({ deep: z.array(z.strictObject({ x: z.int().min(0).max(1) })).max(2) }).optional(),
      byDefault: z.boolean().default(false),
      fraction: z.number().min(0).max(1),
    }),
    output: z.strictObject({}),
  }),
);

test('each JSON type becomes its Cedar type, and a fraction is left out (C2)', () => {
  const drawn = loadCedar().schemaToText(cedarSchema([everything]));
  const text = drawn.type === 'success' ? drawn.text.replaceAll('__cedar::', '').replaceAll(/\s+/g, ' ') : '';
  expect(text).toContain(
    'action "everything" appliesTo { principal: [Caller], resource: [Tool], context: { client: Client, input: { ' +
      'byDefault: Bool, count: Long, kind?: String, on: Bool, ' +
      'part?: { deep: Set<{ x: Long }> }, tags: Set<String>, text: String } } }',
  );
  expect(text).toContain('entity Caller in [Group] = { kind: String, tenant?: String }');
  expect(text).toContain('entity Tool = { effect: String, name: String, openWorld: Bool, scope: String }');
});

test('Cedar takes the schema', () => {
  expect(loadCedar().checkParseSchema(cedarSchema([everything]))).toEqual({ type: 'success' });
});
