import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { frameWriter } from '../../../functions/runtime/frame-writer.ts';
import { LentCredentials } from '../../../functions/runtime/lent-credentials.ts';
import { LENT } from './invoke-tool.ts';

function setup() {
  const stream = new PassThrough();
  return { write: vi.spyOn(stream, 'write'), frames: frameWriter(stream, new LentCredentials({ ...LENT })) };
}

test('writes progress while the call runs', () => {
  const { frames, write } = setup();
  frames.progress({ progress: 1 });
  expect(write).toHaveBeenCalledWith('{"type":"progress","progress":1}\n');
});

test('writes no progress once the final frame is drawn, sent or not (D4)', () => {
  const { frames, write } = setup();
  expect(frames.draw({ type: 'result', output: {} })).toBe('{"type":"result","output":{}}\n');
  frames.progress({ progress: 2 });
  expect(write).not.toHaveBeenCalled();
});

test('writes no progress once the call was given up (D4)', () => {
  const { frames, write } = setup();
  frames.close();
  frames.progress({ progress: 2 });
  expect(write).not.toHaveBeenCalled();
});

test.each([
  { progress: -1 },
  { progress: Number.NaN },
  { progress: 1, total: 0 },
  { progress: 1, message: 'x'.repeat(501) },
])('refuses progress out of bounds: %j', (progress) => {
  const { frames, write } = setup();
  expect(() => frames.progress(progress)).toThrow();
  expect(write).not.toHaveBeenCalled();
});
