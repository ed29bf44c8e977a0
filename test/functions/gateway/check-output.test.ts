import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkOutput, MAX_OUTPUT_BYTES } from '../../../functions/gateway/check-output.ts';
import { schemaValidators } from '../../../functions/gateway/schema-validators.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { createRefund, listOrders } from './fixture/contracts.ts';

const validators = schemaValidators();
const refund = describeTool(createRefund);
const EMPTY_BYTES = '{"text":""}'.length;

test('an output may be as large as its bound and not a byte larger, counted in UTF-8 (F4)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -3, max: 3 }), fc.constantFrom('x', 'é', '😀'), async (off, letter) => {
      const size = Buffer.byteLength(letter);
      const fill = MAX_OUTPUT_BYTES - EMPTY_BYTES + off;
      const text = letter.repeat(Math.floor(fill / size)) + 'x'.repeat(fill % size);
      const checked = checkOutput(validators, refund, { text });
      if (off > 0) await expect(checked).rejects.toThrow('output_too_large');
      else expect((await checked).bytes).toBe(MAX_OUTPUT_BYTES + off);
    }),
    { numRuns: 21 },
  );
});

test.each([
  ['a field more', { orderIds: [], owner: 'x' }],
  ['a field less', {}],
  ['another type', { orderIds: 'ord_1' }],
  ['an item too long', { orderIds: ['x'.repeat(65)] }],
  ['an item too many', { orderIds: Array.from({ length: 51 }, () => 'a') }],
])('an output with %s than its contract says is withheld (F3)', async (_, output) => {
  await expect(checkOutput(validators, describeTool(listOrders), output)).rejects.toThrow('invalid_output');
});
