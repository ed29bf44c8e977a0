import { expect, test } from 'vitest';
import type { ReportStacks } from '../../../infra/report/report-stack.ts';
import { roleRights, unplacedRights } from '../../../infra/report/role-rights.ts';
import { stacksOf } from './stacks-of.ts';

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'gateway' } }] };
const allow = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const Role = {
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'mcp-look', Path: '/sallyport/mcp/', AssumeRolePolicyDocument: TRUST },
};
const withRole = (properties: object, others: object = {}) =>
  stacksOf({ Resources: { Role: { ...Role, Properties: { ...Role.Properties, ...properties } }, ...others } });

function rightsOf(stacks: ReportStacks) {
  const role = stacks.resources.find(({ properties }) => properties.RoleName === 'mcp-look');
  if (!role) throw new Error('no role');
  return roleRights(role, stacks);
}

function actionsOf(stacks: ReportStacks): readonly string[] {
  return rightsOf(stacks).statements.flatMap((statement) =>
    statement.read === 'whole' ? (statement.actions ?? []) : [],
  );
}

test.each<[string, ReportStacks]>([
  ['written into the role', withRole({ Policies: [{ PolicyName: 'p', PolicyDocument: allow('a:b') }] })],
  [
    'hung on it by reference',
    withRole(
      {},
      { P: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: allow('a:b') } } },
    ),
  ],
  [
    'hung on it by name',
    withRole(
      {},
      { P: { Type: 'AWS::IAM::Policy', Properties: { Roles: ['mcp-look'], PolicyDocument: allow('a:b') } } },
    ),
  ],
  [
    'a resource of its own',
    withRole(
      {},
      { P: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: { Ref: 'Role' }, PolicyDocument: allow('a:b') } } },
    ),
  ],
  [
    'managed, and named by the role',
    withRole(
      { ManagedPolicyArns: [{ Ref: 'P' }] },
      { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:b') } } },
    ),
  ],
  [
    'managed, and naming the role',
    withRole(
      {},
      {
        P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: allow('a:b') } },
      },
    ),
  ],
  [
    'a policy of a resource that names the role',
    withRole(
      {},
      {
        B: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'a:b',
                  Resource: 'x',
                  Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } },
                },
              ],
            },
          },
        },
      },
    ),
  ],
  [
    'a policy of a resource, written as text, that spells the role’s ARN',
    withRole(
      {},
      {
        L: {
          Type: 'AWS::Logs::ResourcePolicy',
          Properties: {
            PolicyDocument: JSON.stringify({
              Statement: {
                Effect: 'Allow',
                Action: 'a:b',
                Resource: 'x',
                Principal: { AWS: 'arn:aws:iam::1:role/sallyport/mcp/mcp-look' },
              },
            }),
          },
        },
      },
    ),
  ],
  [
    'in another stack, by an import',
    stacksOf(
      {
        Resources: { Role },
        Outputs: { Out: { Value: { Ref: 'Role' }, Export: { Name: 'TheRole' } } },
      },
      {
        Resources: {
          P: {
            Type: 'AWS::IAM::Policy',
            Properties: { Roles: [{ 'Fn::ImportValue': 'TheRole' }], PolicyDocument: allow('a:b') },
          },
        },
      },
    ),
  ],
])('a right is found wherever it stands: %s (D1)', (_, stacks) => {
  expect(actionsOf(stacks)).toEqual(['a:b']);
  expect(unplacedRights(stacks)).toEqual([]);
});

test('what another role may do is not shown for this one', () => {
  const policy = (role: string) => ({
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'a:b',
            Resource: 'x',
            Principal: { AWS: `arn:aws:iam::1:role/sallyport/mcp/${role}` },
          },
        ],
      },
    },
  });
  expect(actionsOf(withRole({}, { B: policy('mcp-look_closer') }))).toEqual([]);
  expect(actionsOf(withRole({}, { B: policy('mcp-look') }))).toEqual(['a:b']);
});

test('a policy whose text is not in the template is named, not left out', () => {
  const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  expect(rightsOf(withRole({ ManagedPolicyArns: [arn] })).elsewhere).toEqual([arn]);
});

test('the boundary is shown with its statements, and a role without one has none', () => {
  const bounded = withRole(
    { PermissionsBoundary: { Ref: 'P' } },
    { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('*') } } },
  );
  expect(rightsOf(bounded).boundary).toMatchObject({ name: 'P', statements: [{ actions: ['*'] }] });
  expect(rightsOf(withRole({})).boundary).toBeUndefined();
});

test.each([
  ['a role of no template', { Roles: ['elsewhere'] }],
  ['an import that nothing exports', { Roles: [{ 'Fn::ImportValue': 'Nobody' }] }],
  ['a function', { Roles: { 'Fn::If': ['C', ['a'], ['b']] } }],
])('a policy for %s is named as not placed', (_, roles) => {
  const stacks = withRole(
    {},
    { P: { Type: 'AWS::IAM::Policy', Properties: { ...roles, PolicyDocument: allow('a:b') } } },
  );
  expect(unplacedRights(stacks)).toEqual([{ place: 'P', what: expect.stringMatching(/no role of these templates/) }]);
});

test('a nested stack is named as not read', () => {
  expect(unplacedRights(stacksOf({ Resources: { N: { Type: 'AWS::CloudFormation::Stack' } } }))).toHaveLength(1);
});
