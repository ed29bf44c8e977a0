import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { frameWriter } from '../../../functions/runtime/frame-writer.ts';
import { knownSecrets } from '../../../functions/runtime/known-secrets.ts';
import { LentCredentials } from '../../../functions/runtime/lent-credentials.ts';
import { LENT } from './invoke-tool.ts';

function setup() {
  const stream = new PassThrough();
  const secrets = knownSecrets(() => undefined);
  const frames = frameWriter(stream, new LentCredentials({ ...LENT }), secrets);
  return { write: vi.spyOn(stream, 'write'), secrets, frames };
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

test('withholds progress and results that quote a secret the call has read (G5)', () => {
  const { frames, secrets, write } = setup();
  const secret = ['canary', 'of', 'a', 'frame'].join('-');
  secrets.add(secret);
  expect(() => frames.progress({ progress: 1, message: `at ${secret}` })).toThrow('the answer quotes a secret');
  expect(() => frames.draw({ type: 'result', output: { key: secret } })).toThrow('the answer quotes a secret');
  expect(() => frames.draw({ type: 'error', message: secret })).toThrow('the answer quotes a secret');
  expect(write).not.toHaveBeenCalled();
});
