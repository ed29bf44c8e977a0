import { expect, test } from 'vitest';
import { readStatements } from '../../../infra/report/read-statements.ts';
import { secretsOf } from '../../../infra/report/secrets-of.ts';

const allow = (Action: string, Resource: string) =>
  readStatements({ Statement: [{ Effect: 'Allow', Action, Resource }] }, 'role');
const PARCEL_KEY = {
  tool: 'connect_account',
  secret: 'parcel_key',
  title: 'Connect your parcel account',
  label: 'API key of your parcel account',
  prefix: 'parcel',
};

test('a shared secret and one for each caller are told apart, with what people are asked for (H2)', () => {
  const variables = {
    SECRET_RATES_KEY_ARN: '<RatesKey>',
    SECRET_PARCEL_KEY_ARN: 'arn:secret:parcel/{caller}',
    OTHER: 'x',
  };
  const statements = [
    ...allow('secretsmanager:GetSecretValue', '<RatesKey>'),
    ...allow('secretsmanager:GetSecretValue', 'arn:secret:parcel/${aws:PrincipalTag/caller}-??????'),
  ];
  expect(secretsOf(variables, statements, [PARCEL_KEY])).toEqual([
    { name: 'rates_key', place: '<RatesKey>', kind: 'shared' },
    {
      name: 'parcel_key',
      place: 'arn:secret:parcel/{caller}',
      kind: 'per caller',
      label: 'API key of your parcel account',
    },
  ]);
});

test.each([
  'secretsmanager:GetSecretValue',
  'secretsmanager:*',
  'SecretsManager:getsecretvalue',
  'secretsmanager:Get?ecretValue',
  '*',
])('a statement with %s that reaches a secret nobody named is shown (H2)', (action) => {
  expect(secretsOf({}, allow(action, 'arn:other'), [])).toEqual([{ place: 'arn:other', kind: 'by statement alone' }]);
});

test('all actions but some reach secrets too (H2)', () => {
  const but = (NotAction: string) =>
    readStatements({ Statement: [{ Effect: 'Allow', NotAction, Resource: '*' }] }, 'role');
  expect(secretsOf({}, but('iam:*'), [])).toHaveLength(1);
  expect(secretsOf({}, but('secretsmanager:*'), [])).toEqual([]);
});

test('other actions and denials reach no secret', () => {
  const deny = readStatements({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }, 'role');
  expect(secretsOf({}, [...allow('s3:GetObject', '*'), ...deny], [])).toEqual([]);
});
