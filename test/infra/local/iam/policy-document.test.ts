import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PolicyRules, parsePolicyDocument } from '../../../../infra/local/iam/policy-document.ts';
import { UnknownInPolicy } from '../../../../infra/local/iam/unknown-in-policy.ts';
import { ACCOUNT, KNOWN_KEYS, type RawStatement } from './policy-case.ts';

const GOOD: RawStatement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
const TRUST: RawStatement = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'lambda.amazonaws.com' },
};
const { Resource: _, ...WITHOUT_RESOURCE } = GOOD;

const parse = (statement: unknown, kind: PolicyRules['kind'] = 'identity', more = {}) =>
  parsePolicyDocument({ Version: '2012-10-17', Statement: statement, ...more }, 'role reader', {
    kind,
    knownKeys: KNOWN_KEYS,
  });
const when = (operator: string, key: string, wanted: unknown) => ({
  ...GOOD,
  Condition: { [operator]: { [key]: wanted } },
});
const forPrincipal = (principal: unknown) => ({ ...GOOD, Principal: principal });

test('reads one statement or many, one value or many', () => {
  expect(parse(GOOD)).toMatchObject(parse([{ ...GOOD, Action: ['dynamodb:GetItem'], Resource: ['*'] }]));
});

test('names statements by Sid, or else by place', () => {
  expect(parse([GOOD, { ...GOOD, Sid: 'Rows' }]).statements.map(({ name }) => name)).toEqual(['statement 1', 'Rows']);
});

describe('a policy it does not understand to the last word stops by name', () => {
  test.each<[string, unknown, PolicyRules['kind'], string]>([
    ['an unknown element', { ...GOOD, Actions: '*' }, 'identity', 'Actions'],
    ['NotPrincipal', { ...GOOD, NotPrincipal: '*' }, 'resource', 'NotPrincipal'],
    ['an unknown effect', { ...GOOD, Effect: 'allow' }, 'identity', 'Effect'],
    ['no statement', [], 'identity', 'Statement'],
    ['an empty list of actions', { ...GOOD, Action: [] }, 'identity', 'Action'],
    ['Action beside NotAction', { ...GOOD, NotAction: 's3:*' }, 'identity', 'both of Action and NotAction'],
    [
      'neither of Action nor NotAction',
      { Effect: 'Allow', Resource: '*' },
      'identity',
      'neither of Action and NotAction',
    ],
    ['Resource beside NotResource', { ...GOOD, NotResource: '*' }, 'identity', 'both of Resource and NotResource'],
    ['an identity policy without Resource', WITHOUT_RESOURCE, 'identity', 'neither of Resource and NotResource'],
    ['an identity policy with Principal', forPrincipal('*'), 'identity', 'Principal in this kind of policy'],
    ['a resource policy without Principal', GOOD, 'resource', 'a statement without Principal'],
    ['a trust policy without Principal', WITHOUT_RESOURCE, 'trust', 'a statement without Principal'],
    ['a trust policy with Resource', { ...TRUST, Resource: '*' }, 'trust', 'Resource in this kind of policy'],
    ['an action without service', { ...GOOD, Action: 'GetItem' }, 'identity', 'the action GetItem'],
    [
      'a wildcard in the service of an action',
      { ...GOOD, Action: 'dynamo*:GetItem' },
      'identity',
      'the action dynamo*:GetItem',
    ],
    ['a resource that is no ARN', { ...GOOD, Resource: 'table/orders' }, 'identity', 'table/orders as an ARN'],
    [
      'a variable in NotResource',
      { ...WITHOUT_RESOURCE, NotResource: 'arn:aws:s3:::a/${aws:PrincipalTag/x}' },
      'identity',
      'a policy variable in NotResource',
    ],
    [
      'an unknown operator',
      when('StringMatches', 'aws:SourceIp', 'x'),
      'identity',
      'the condition operator StringMatches',
    ],
    [
      'an operator in other letters',
      when('stringequals', 'aws:SourceIp', 'x'),
      'identity',
      'the condition operator stringequals',
    ],
    ['BinaryEquals', when('BinaryEquals', 'aws:SourceIp', 'eA=='), 'identity', 'the condition operator BinaryEquals'],
    ['NullIfExists', when('NullIfExists', 'aws:SourceIp', 'true'), 'identity', 'the condition operator NullIfExists'],
    [
      'ForAllValues of Null',
      when('ForAllValues:Null', 'aws:SourceIp', 'true'),
      'identity',
      'the condition operator ForAllValues:Null',
    ],
    [
      'ForAllValue',
      when('ForAllValue:StringEquals', 'aws:SourceIp', 'x'),
      'identity',
      'the condition operator ForAllValue:',
    ],
    [
      'ForAnyValue with IfExists',
      when('ForAnyValue:StringEqualsIfExists', 'aws:TagKeys', 'x'),
      'identity',
      'the condition operator ForAnyValue:',
    ],
    [
      'an unknown condition key',
      when('StringEquals', 'aws:SourceVpc', 'x'),
      'identity',
      'the condition key aws:SourceVpc',
    ],
    [
      'a family of keys without a member',
      when('StringEquals', 'aws:PrincipalTag/', 'x'),
      'identity',
      'the condition key aws:PrincipalTag/',
    ],
    [
      'an unknown key in a variable',
      when('StringEquals', 'aws:SourceIp', '${aws:userid}'),
      'identity',
      'the condition key aws:userid',
    ],
    ['a condition without values', when('StringEquals', 'aws:SourceIp', []), 'identity', 'Condition'],
    [
      'Null with two values',
      when('Null', 'aws:SourceIp', ['true', 'false']),
      'identity',
      'Null with more than one value',
    ],
    ['Null with other text', when('Null', 'aws:SourceIp', 'yes'), 'identity', '"yes" as true or false'],
    ['Bool with other text', when('Bool', 'aws:SecureTransport', '1'), 'identity', '"1" as true or false'],
    ['Numeric with other text', when('NumericEquals', 'aws:EpochTime', '0x10'), 'identity', '"0x10" as a number'],
    ['Date with other text', when('DateEquals', 'aws:CurrentTime', '1 May 2026'), 'identity', '"1 May 2026" as a date'],
    ['IpAddress with other text', when('IpAddress', 'aws:SourceIp', '10.1'), 'identity', '"10.1" as an IP address'],
    [
      'IpAddress with too wide a mask',
      when('IpAddress', 'aws:SourceIp', '10.0.0.0/33'),
      'identity',
      '"10.0.0.0/33" as an IP address',
    ],
    ['an ARN operator without ARN', when('ArnLike', 'aws:PrincipalArn', '*'), 'identity', '* as an ARN'],
    [
      'a user',
      forPrincipal({ AWS: `arn:aws:iam::${ACCOUNT}:user/x` }),
      'resource',
      `the principal AWS: arn:aws:iam::${ACCOUNT}:user/x`,
    ],
    [
      'a wildcard in the ARN of a principal',
      forPrincipal({ AWS: `arn:aws:iam::${ACCOUNT}:role/*` }),
      'resource',
      'the principal AWS',
    ],
    ['a unique id', forPrincipal({ AWS: 'AROA1234567890EXAMPLE' }), 'resource', 'the principal AWS: AROA'],
    ['any service', forPrincipal({ Service: '*' }), 'resource', 'the principal Service: *'],
    [
      'a federated principal',
      forPrincipal({ Federated: 'cognito-identity.amazonaws.com' }),
      'resource',
      'the principal Federated',
    ],
  ])('%s', (_name, statement, kind, message) => {
    expect(() => parse(statement, kind)).toThrow(UnknownInPolicy);
    expect(() => parse(statement, kind)).toThrow(message);
    expect(() => parse(statement, kind)).toThrow('role reader');
  });

  test.each([
    ['the old version', { Version: '2008-10-17' }, 'Version'],
    ['no version', { Version: undefined }, 'Version'],
    ['an unknown element beside Statement', { Statements: [] }, 'Statements'],
  ])('%s', (_name, more, message) => expect(() => parse(GOOD, 'identity', more)).toThrow(message));
});

test('fails with its own error only, whatever JSON it is given', () => {
  const element = fc.constantFrom('Effect', 'Action', 'Resource', 'Condition', 'Principal', 'Sid', '__proto__');
  const statement = fc.dictionary(
    element,
    fc.oneof(fc.jsonValue(), fc.constantFrom('Allow', '*', 'a:b', 'arn:aws:s3:::${x}')),
  );
  fc.assert(
    fc.property(fc.oneof(statement, fc.array(statement), fc.jsonValue()), (given) => {
      try {
        parse(given);
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownInPolicy);
      }
    }),
    { numRuns: 200 },
  );
});
