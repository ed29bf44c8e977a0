import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { LoanBoundary } from '../../../infra/state/loan-boundary.ts';
import { quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

function boundary(app = quickApp()) {
  const stack = new Stack(app, 'Example');
  const loans = new LoanBoundary(stack, 'Loans', { gatewayName: 'desk' });
  const operator = new iam.Role(stack, 'Operator', { assumedBy: new iam.AccountRootPrincipal() });
  loans.grantRewrite(operator);
  return stack;
}

test('the boundary lets everything through until something is denied, under the path of its gateway (B7)', () => {
  expect(ofType(plainTemplate(boundary()), 'AWS::IAM::ManagedPolicy').map(([, it]) => it)).toEqual([
    expect.objectContaining({
      ManagedPolicyName: 'desk-loans',
      Path: '/sallyport/desk/',
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    }),
  ]);
});

test('nobody holds the boundary as a policy of their own: as one it would allow everything (D1)', () => {
  const [[, policy] = []] = ofType(plainTemplate(boundary()), 'AWS::IAM::ManagedPolicy');
  expect([policy?.Roles, policy?.Users, policy?.Groups]).toEqual([undefined, undefined, undefined]);
});

test('the operator rewrites this one policy and no other, and cannot attach it or take it off a role (C4)', () => {
  expect(roleOf(plainTemplate(boundary()), 'Operator').statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
      Resource: [expect.stringMatching(/^<Loans\w+>$/)],
    },
  ]);
});

test('cdk-nag’s finding about the boundary is acknowledged with a reason', () => {
  const app = quickApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  boundary(app);
  expect(() => app.synth()).not.toThrow();
});
