import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { endWithReader } from '../../../infra/cli/end-with-reader.ts';

function output() {
  const ends: number[] = [];
  const stream = new PassThrough();
  endWithReader(stream, (code) => ends.push(code));
  return { stream, ends };
}

test('a reader that has read enough ends the program, and nothing is wrong', () => {
  const { stream, ends } = output();
  stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(ends).toEqual([0]);
});

test('output that fails for another reason is an error', () => {
  const { stream, ends } = output();
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect(() => stream.emit('error', full)).toThrow('no space');
  expect(ends).toEqual([]);
});
