import { Stack, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { AuditLog } from '../../../infra/audit/audit-log.ts';
import { GatewayOperator } from '../../../infra/operator/gateway-operator.ts';
import { LoanBoundary } from '../../../infra/state/loan-boundary.ts';
import { StateTable } from '../../../infra/state/state-table.ts';
import { OperatorEnvironment } from '../../../shared/environment.ts';
import { quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { actionsOf, roleOf } from '../policies-of.ts';

function operated({ app = quickApp(), withPool = true, gatewayName = 'desk' } = {}) {
  const stack = new Stack(app, 'Example');
  const userPool = cognito.UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_example');
  const operator = new GatewayOperator(stack, 'Operator', {
    gatewayName,
    stateTable: new StateTable(stack, 'State'),
    loanBoundary: new LoanBoundary(stack, 'Loans', { gatewayName: 'desk' }),
    auditLog: new AuditLog(stack, 'AuditLog'),
    ...(withPool && { userPool }),
  });
  return { stack, operator };
}

const { stack, operator } = operated();
const template = plainTemplate(stack);
const role = roleOf(template, 'OperatorFunctionRole');
const [, properties] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('Operator')) ?? [];

test('the policy of operators allows one action on one function, and no deployment (C7)', () => {
  const [, policy] = ofType(template, 'AWS::IAM::ManagedPolicy').find(([id]) => id.startsWith('Operator')) ?? [];
  expect(policy?.PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: expect.stringMatching(/^<OperatorFunction\w+\.Arn>$/),
      },
    ],
  });
  expect(operator.policy).toBeInstanceOf(iam.ManagedPolicy);
});

test('who is granted to operate may do the same and nothing else (C7)', () => {
  const granted = operated();
  const kim = new iam.Role(granted.stack, 'Kim', { assumedBy: new iam.AccountRootPrincipal() });
  granted.operator.grantOperate(kim);
  expect(roleOf(plainTemplate(granted.stack), 'Kim').statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: [expect.stringMatching(/^<OperatorFunction\w+\.Arn>$/)],
    },
  ]);
});

test('the function has the rights of its orders and no other (C4)', () => {
  expect(role.role.ManagedPolicyArns).toEqual([]);
  expect(actionsOf(role)).toEqual([
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminUserGlobalSignOut',
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'iam:CreatePolicyVersion',
    'iam:DeletePolicyVersion',
    'iam:GetPolicyVersion',
    'iam:ListPolicyVersions',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  expect(role.statements.flatMap(({ Resource = [] }) => Resource)).not.toContain('*');
});

test('people are signed out of this pool only (C4)', () => {
  const statement = role.statements.find(({ Action }) => Action.includes('cognito-idp:AdminGetUser'));
  expect(statement?.Resource).toEqual([
    'arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/eu-central-1_example',
  ]);
});

test('without a pool of our own there is no right over any pool (C4)', () => {
  const plain = plainTemplate(operated({ withPool: false }).stack);
  expect(actionsOf(roleOf(plain, 'OperatorFunctionRole')).filter((action) => action.startsWith('cognito'))).toEqual([]);
  const [, other] = ofType(plain, 'AWS::Lambda::Function')[0] ?? [];
  expect(other?.Environment).not.toHaveProperty('Variables.USER_POOL_ID');
});

test('the function finds every variable it reads, and is found by its name', () => {
  const variables = {
    GATEWAY_NAME: 'desk',
    STATE_TABLE: expect.stringMatching(/^<State\w+>$/),
    USER_POOL_ID: 'eu-central-1_example',
    LOAN_BOUNDARY_ARN: expect.stringMatching(/^<Loans\w+>$/),
    STS_URL: 'https://sts.<AWS::Region>.<AWS::URLSuffix>',
    AUDIT_LOG_GROUP: expect.stringMatching(/^<AuditLog\w+>$/),
  };
  expect(properties).toMatchObject({
    FunctionName: 'desk-gateway-operator',
    Timeout: 30,
    Environment: { Variables: variables },
  });
  expect(Object.keys(variables).toSorted()).toEqual(Object.keys(OperatorEnvironment.shape).toSorted());
});

test('nobody from outside may invoke the function (C7)', () => {
  expect(ofType(template, 'AWS::Lambda::Permission')).toEqual([]);
  expect(ofType(template, 'AWS::Lambda::Url')).toEqual([]);
});

test('fails with a name that is no gateway’s', () => {
  expect(() => operated({ gatewayName: 'Desk!' })).toThrow(/a gateway name is/);
});

test('cdk-nag finds nothing that is not acknowledged with a reason', () => {
  const app = quickApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  operated({ app });
  expect(() => app.synth()).not.toThrow();
});
