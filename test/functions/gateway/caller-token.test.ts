import { expect, test } from 'vitest';
import { callerToken } from '../../../functions/gateway/caller-token.ts';

test.each([
  ['Bearer abc.def-1_2~3+4/5==', 'abc.def-1_2~3+4/5=='],
  ['bearer abc', 'abc'],
  ['Bearer abc, Bearer def', undefined],
  ['Bearer abc def', undefined],
  ['Bearer ', undefined],
  ['Basic abc', undefined],
])('finds the one bearer token of a header, and none in any other: %s (B8)', (authorization, token) => {
  expect(callerToken(new Headers({ authorization }))).toBe(token);
});

test('finds none where the header is missing', () => {
  expect(callerToken(new Headers())).toBeUndefined();
});
