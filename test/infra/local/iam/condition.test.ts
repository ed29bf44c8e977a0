import { describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '../../../../infra/local/iam/decision.ts';
import type { Json } from '../../../../shared/json-schema.ts';
import { decide } from './policy-case.ts';

type Row = readonly [operator: string, wanted: Json, got: string | readonly string[] | undefined, holds: boolean];

const TAG = 'aws:PrincipalTag/caller';
const decideFor = (key: string, operator: string, wanted: Json, context: AuthorizationRequest['context']) =>
  decide({
    action: 'dynamodb:GetItem',
    identity: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { [key]: wanted } } }],
    context,
  }).allowed;

const TEXT: readonly Row[] = [
  ['StringEquals', 'alice', 'alice', true],
  ['StringEquals', 'alice', 'Alice', false],
  ['StringEquals', ['bob', 'alice'], 'alice', true],
  ['StringEquals', 'a*', 'alice', false],
  ['StringEquals', 'alice', undefined, false],
  ['StringEquals', '${aws:PrincipalTag/team}', '', false],
  ['StringEqualsIfExists', 'alice', undefined, true],
  ['StringEqualsIfExists', 'alice', 'bob', false],
  ['StringNotEquals', 'alice', 'bob', true],
  ['StringNotEquals', 'alice', 'alice', false],
  ['StringNotEquals', ['bob', 'alice'], 'alice', false],
  ['StringNotEquals', 'alice', undefined, true],
  ['StringNotEquals', '${aws:PrincipalTag/team}', 'alice', true],
  ['StringEqualsIgnoreCase', 'ALICE', 'alice', true],
  ['StringEqualsIgnoreCase', 'ALICE', 'bob', false],
  ['StringNotEqualsIgnoreCase', 'ALICE', 'alice', false],
  ['StringNotEqualsIgnoreCase', 'ALICE', 'bob', true],
  ['StringLike', 'a*e', 'alice', true],
  ['StringLike', 'a?ice', 'alice', true],
  ['StringLike', 'A*', 'alice', false],
  ['StringLike', '?*', '', false],
  ['StringNotLike', 'a*', 'alice', false],
  ['StringNotLike', 'a*', 'bob', true],
  ['StringNotLikeIfExists', 'a*', undefined, true],
];

const OTHER: readonly Row[] = [
  ['ArnLike', 'arn:aws:iam::*:role/a/*', 'arn:aws:iam::111122223333:role/a/b', true],
  ['ArnEquals', 'arn:aws:iam::*:role/a/*', 'arn:aws:iam::111122223333:role/a/b', true],
  ['ArnLike', 'arn:aws:iam:*:role/a:*', 'arn:aws:iam::111122223333:role/a', false],
  ['ArnNotEquals', 'arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/a', false],
  ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/b', true],
  ['ArnNotLike', 'arn:aws:iam::*:role/a', undefined, true],
  ['Bool', 'true', 'true', true],
  ['Bool', true, 'TRUE', true],
  ['Bool', 'false', 'true', false],
  ['Bool', 'false', undefined, false],
  ['BoolIfExists', 'false', undefined, true],
  ['Null', 'true', undefined, true],
  ['Null', true, 'alice', false],
  ['Null', 'false', 'alice', true],
  ['Null', 'false', undefined, false],
  ['Null', 'false', [], false],
  ['NumericEquals', 5, '5.0', true],
  ['NumericEquals', '5', '6', false],
  ['NumericNotEquals', '5', '6', true],
  ['NumericNotEquals', '5', undefined, true],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThan', '-1', '0', true],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericLessThanIfExists', '10', undefined, true],
  ['DateEquals', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01', '2026-01-01T00:00:00Z', false],
  ['DateLessThan', '2026-01-01', '2025-12-31T23:59:59.999Z', true],
  ['DateLessThanEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', '2026-01-01', '2026-01-01T00:00:00Z', false],
  ['DateGreaterThanEquals', '2026-01-01', '1767225600', true],
  ['IpAddress', '10.0.0.0/8', '10.255.0.1', true],
  ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
  ['IpAddress', '0.0.0.0/0', '203.0.113.9', true],
  ['IpAddress', '10.1.2.3', '10.1.2.3', true],
  ['IpAddress', '10.1.2.3', '10.1.2.4', false],
  ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db9::1', false],
  ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ['NotIpAddress', '10.0.0.0/8', '2001:db8::1', true],
];

const LISTS: readonly Row[] = [
  ['ForAllValues:StringEquals', 'alice', ['alice'], true],
  ['ForAllValues:StringEquals', ['alice', 'bob'], ['bob', 'alice'], true],
  ['ForAllValues:StringEquals', 'alice', ['alice', 'bob'], false],
  ['ForAllValues:StringEquals', 'alice', undefined, true],
  ['ForAllValues:StringEquals', 'alice', [], true],
  ['ForAllValues:StringEquals', 'alice', 'bob', false],
  ['ForAllValues:StringEqualsIfExists', 'alice', ['bob'], false],
  ['ForAllValues:StringNotEquals', 'alice', ['bob', 'carol'], true],
  ['ForAllValues:StringNotEquals', 'alice', ['bob', 'alice'], false],
  ['ForAllValues:StringLike', 'a*', ['alice', 'anna'], true],
  ['ForAnyValue:StringEquals', 'alice', ['bob', 'alice'], true],
  ['ForAnyValue:StringEquals', 'alice', ['bob'], false],
  ['ForAnyValue:StringEquals', 'alice', undefined, false],
  ['ForAnyValue:StringEquals', 'alice', [], false],
  ['ForAnyValue:StringNotEquals', 'alice', ['bob', 'alice'], true],
  ['ForAnyValue:StringNotEquals', 'alice', ['alice'], false],
  ['ForAnyValue:StringNotEquals', 'alice', undefined, false],
];

describe('condition operators hold or fail as AWS documents', () => {
  test.each([...TEXT, ...OTHER, ...LISTS])('%s %j, request has %j: %s', (operator, wanted, got, holds) => {
    expect(decideFor(TAG, operator, wanted, got === undefined ? {} : { [TAG]: got })).toBe(holds);
  });
});

test('finds condition keys without regard to case', () => {
  expect(decideFor('AWS:principaltag/CALLER', 'StringEquals', 'alice', { [TAG]: 'alice' })).toBe(true);
});

test('stops at two keys of a request that differ by case only', () => {
  expect(() => decideFor(TAG, 'StringEquals', 'a', { [TAG]: 'a', 'aws:PrincipalTag/CALLER': 'b' })).toThrow(
    'two condition keys named',
  );
});

test('needs every condition of a statement to hold', () => {
  const Condition = { StringEquals: { [TAG]: 'alice' }, Bool: { 'aws:SecureTransport': 'true' } };
  const identity = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }];
  const ask = (secure: string) =>
    decide({ action: 's3:GetObject', identity, context: { [TAG]: 'alice', 'aws:SecureTransport': secure } }).allowed;
  expect([ask('true'), ask('false')]).toEqual([true, false]);
});

test('stops at a many-valued key under an operator for one value', () => {
  expect(() => decideFor(TAG, 'StringEquals', 'alice', { [TAG]: ['alice'] })).toThrow(`the many-valued key ${TAG}`);
});

test.each([
  ['NumericEquals', '5', 'five', 'as a number'],
  ['DateLessThan', '2026-01-01', 'yesterday', 'as a date'],
  ['NotIpAddress', '10.0.0.0/8', 'localhost', 'as an IP address'],
  ['Bool', 'true', 'yes', 'as true or false'],
])('stops at a value of the request that cannot be read: %s %s, %s', (operator, wanted, got, message) => {
  expect(() => decideFor(TAG, operator, wanted, { [TAG]: got })).toThrow(message);
});
