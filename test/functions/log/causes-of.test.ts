import { expect, test } from 'vitest';
import { causesOf } from '../../../functions/log/causes-of.ts';

test('gives what was thrown and its causes, in this order', () => {
  const inner = new Error('inner');
  const outer = new Error('outer', { cause: inner });
  expect(causesOf(outer)).toEqual([outer, inner]);
  expect(causesOf('text')).toEqual(['text']);
  expect(causesOf(undefined)).toEqual([]);
});

test('ends after four, also where causes go in a circle', () => {
  const error = new Error('round');
  error.cause = error;
  expect(causesOf(error)).toHaveLength(4);
});
