import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachLine } from '../../../../infra/local/lambda/log-lines.ts';

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  const output = Readable.from(chunks);
  forEachLine(output, (line) => lines.push(line));
  await finished(output);
  return lines;
}

test('gives the same lines however the output is cut into chunks', async () => {
  const line = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text === text.trim() && !/[\r\n]/.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await linesOf(chunks)).toEqual(lines);
    }),
  );
});

test('gives a last line that does not end', async () => {
  expect(await linesOf([Buffer.from('one\ntwo')])).toEqual(['one', 'two']);
});

test('cuts a line that never ends instead of keeping it', async () => {
  const lines = await linesOf(Array.from({ length: 10 }, () => Buffer.alloc(100_000, 'x')));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join('')).toHaveLength(1_000_000);
});
