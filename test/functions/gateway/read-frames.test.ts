import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_ANSWER_BYTES, MAX_LINE_BYTES, readFrames } from '../../../functions/gateway/read-frames.ts';
import { encodeFrame, type Frame } from '../../../shared/envelope.ts';

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    type: fc.constant('progress' as const),
    progress: fc.nat(),
    message: fc.string({ unit: 'grapheme', maxLength: 20 }),
  }),
  fc.record({ type: fc.constant('error' as const), message: fc.string({ unit: 'grapheme', maxLength: 40 }) }),
  fc.record({ type: fc.constant('result' as const), output: fc.record({ text: fc.string({ unit: 'grapheme' }) }) }),
);

async function read(chunks: readonly Uint8Array[]): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const item of readFrames(streamed(chunks))) frames.push(item);
  return frames;
}

async function* streamed(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

describe('frames', () => {
  test('are read whole wherever their bytes are cut, also inside a character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 30 }),
        async (frames, cuts) => {
          const bytes = Buffer.from(frames.map(encodeFrame).join(''));
          expect(await read(cut(bytes, cuts))).toEqual(frames);
        },
      ),
    );
  });

  test('never come out of bytes that are not frames', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
        await expect(read([bytes])).rejects.toThrow('tool_broke_protocol');
      }),
    );
  });

  test.each([
    ['an unfinished line', '{"type":"error","message":"a"}'],
    ['an empty line', '\n'],
    ['an unknown type', '{"type":"shell","command":"ls"}\n'],
    ['a field nobody knows', '{"type":"error","message":"a","code":1}\n'],
    ['a result that is no object', '{"type":"result","output":[]}\n'],
    ['a key twice', '{"type":"error","message":"a","message":"b"}\n'],
    ['a prototype key', '{"type":"result","output":{"__proto__":{}}}\n'],
    ['a deep result', `{"type":"result","output":{"a":${'['.repeat(100)}${']'.repeat(100)}}}\n`],
    ['an error longer than its bound', `${JSON.stringify({ type: 'error', message: 'x'.repeat(2001) })}\n`],
  ])('refuse %s', async (_, text) => {
    await expect(read([Buffer.from(text)])).rejects.toThrow('tool_broke_protocol');
  });

  test('refuse a text that is not UTF-8, rather than read something else into it', async () => {
    const [start, end] = ['{"type":"error","message":"', '"}\n'];
    await expect(read([Buffer.from(start), Uint8Array.of(0xff), Buffer.from(end)])).rejects.toThrow(
      'tool_broke_protocol',
    );
  });

  test('refuse a line one byte over its bound, finished or not (F4)', async () => {
    const line = (bytes: number) => {
      const empty = '{"type":"result","output":{"a":""}}';
      return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
    };
    expect(await read([Buffer.from(`${line(MAX_LINE_BYTES)}\n`)])).toHaveLength(1);
    await expect(read([Buffer.from(`${line(MAX_LINE_BYTES + 1)}\n`)])).rejects.toThrow('output_too_large');
    await expect(read([Buffer.alloc(MAX_LINE_BYTES + 1, 0x20)])).rejects.toThrow('output_too_large');
  });

  test('refuse an answer over its bound even when every line is small (F4)', async () => {
    const line = Buffer.from(`${JSON.stringify({ type: 'progress', progress: 1, message: 'x'.repeat(400) })}\n`);
    const lines = Array.from({ length: Math.ceil(MAX_ANSWER_BYTES / line.byteLength) + 1 }, () => line);
    await expect(read(lines)).rejects.toThrow('output_too_large');
  });
});

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let rest = bytes;
  for (const size of sizes) {
    chunks.push(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return [...chunks, rest];
}
