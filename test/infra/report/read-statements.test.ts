import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStatements } from '../../../infra/report/read-statements.ts';

test('a statement is read with all its words', () => {
  const statement = {
    Sid: 'Own',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: ['<Documents.Arn>/users/${aws:PrincipalTag/caller}/*'],
    Condition: { StringEquals: { 'aws:x': 'y' }, Bool: { 'aws:z': true } },
    Principal: { AWS: ['a', 'b'], Service: 's' },
  };
  expect(readStatements({ Version: '2012-10-17', Statement: statement }, 'here')).toEqual([
    {
      read: 'whole',
      from: 'here, Own',
      effect: 'Allow',
      actions: ['s3:GetObject'],
      resources: ['<Documents.Arn>/users/${aws:PrincipalTag/caller}/*'],
      principals: ['AWS: a', 'AWS: b', 'Service: s'],
      conditions: [
        { operator: 'StringEquals', key: 'aws:x', values: ['y'] },
        { operator: 'Bool', key: 'aws:z', values: ['true'] },
      ],
      ofCaller: true,
    },
  ]);
});

test('a statement that excepts is shown with what it excepts', () => {
  const [statement] = readStatements(
    { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'x' }] },
    'here',
  );
  expect(statement).toMatchObject({ notActions: ['iam:*'], notResources: ['x'], ofCaller: false });
});

test.each([
  ['a word it does not know', { Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*', Extra: 'x' }] }],
  ['an effect it does not know', { Statement: [{ Effect: 'Perhaps', Action: 'a:b' }] }],
  ['a statement that is a function', { Statement: '<{"Fn::If":["C",1,2]}>' }],
  ['a policy without statements', { Policy: 'x' }],
  ['a policy that is a function', '<{"Fn::If":["C",1,2]}>'],
])('%s is shown raw, never dropped', (_, policy) => {
  const [statement, ...others] = readStatements(policy, 'here');
  expect(statement).toMatchObject({ read: 'raw', from: 'here' });
  expect(others).toEqual([]);
});

test('whatever a policy holds, each of its statements is there, whole or raw', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const statements = JSON.parse(JSON.stringify(values));
      const read = readStatements({ Statement: statements }, 'here');
      expect(read).toHaveLength(statements.length);
      for (const statement of read) expect(statement.read === 'raw' || statement.effect !== undefined).toBe(true);
    }),
  );
});
