import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takePrelude } from '../../../../infra/local/api/stream-reader.ts';

async function* inPieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

test('finds the end of the prelude wherever the stream is cut into pieces, and loses no byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0')),
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (prelude, body, cuts) => {
        const bytes = Buffer.concat([Buffer.from(prelude), Buffer.alloc(8), body]);
        const chunks = inPieces(bytes, cuts);
        const opened = await takePrelude(chunks);
        const rest = [opened?.rest ?? Buffer.alloc(0)];
        for await (const chunk of chunks) rest.push(Buffer.from(chunk));
        expect(opened?.prelude.toString()).toBe(prelude);
        expect(Buffer.concat(rest)).toEqual(Buffer.from(body));
      },
    ),
  );
});
