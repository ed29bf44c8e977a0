import { expect, test } from 'vitest';
import { matchesArn, readArnPattern } from '../../../../infra/local/iam/arn-pattern.ts';
import { readContext } from '../../../../infra/local/iam/request-context.ts';
import { KNOWN_KEYS } from './policy-case.ts';

const reading = { where: 'a policy', knownKeys: KNOWN_KEYS };
const matches = (source: string, arn: string, context = {}) =>
  matchesArn(readArnPattern(source, reading), arn, readContext(context));

test.each([
  ['the same ARN', 'arn:aws:sqs:eu-west-1:111122223333:jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs', true],
  ['other letters', 'arn:aws:sqs:eu-west-1:111122223333:Jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs', false],
  ['a star for a region', 'arn:aws:sqs:*:111122223333:jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs', true],
  ['a star that would reach over a colon', 'arn:aws:sqs:*:jobs:x', 'arn:aws:sqs:eu-west-1:111122223333:jobs:x', false],
  [
    'a star at the end of the resource',
    'arn:aws:logs:*:*:log-group:*',
    'arn:aws:logs:eu-west-1:111122223333:log-group:a:log-stream:b',
    true,
  ],
  ['empty segments', 'arn:aws:s3:::desk/*', 'arn:aws:s3:::desk/alice/a.txt', true],
  ['the bucket for its objects', 'arn:aws:s3:::desk', 'arn:aws:s3:::desk/alice', false],
  ['no ARN', 'arn:aws:s3:::*', '*', false],
])('decides %s', (_, source, arn, result) => expect(matches(source, arn)).toBe(result));

test('puts the caller into the resource segment only (D9)', () => {
  const folder = 'arn:aws:s3:::desk/${aws:PrincipalTag/caller}/*';
  expect(matches(folder, 'arn:aws:s3:::desk/alice/a.txt', { 'aws:PrincipalTag/caller': 'alice' })).toBe(true);
  expect(matches(folder, 'arn:aws:s3:::desk/bob/a.txt', { 'aws:PrincipalTag/caller': 'alice' })).toBe(false);
  expect(matches(folder, 'arn:aws:s3:::desk/bob/a.txt', { 'aws:PrincipalTag/caller': '*' })).toBe(false);
  expect(matches(folder, 'arn:aws:s3:::desk//a.txt', {})).toBe(false);
});

test.each(['arn:aws:s3:*', 'desk/*', 'a:b:c:d:e:f'])('stops at %s, which is no ARN', (source) => {
  expect(() => readArnPattern(source, reading)).toThrow(`${source} as an ARN`);
});

test('stops at a variable before the fifth colon', () => {
  expect(() => readArnPattern('arn:aws:sqs:${*}:1:${aws:PrincipalTag/x}', reading)).not.toThrow();
  expect(() => readArnPattern("arn:aws:sqs:${x, 'y'}:1:z", { ...reading, knownKeys: new Set(['x']) })).toThrow(
    'a variable before the fifth colon',
  );
});
