import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { McpStack } from '../../infra/mcp-stack.ts';
import { quickApp } from './example-gateway.ts';
import { ofType, plainTemplate } from './plain-template.ts';
import { actionsOf, rolesOf } from './policies-of.ts';

const app = quickApp();
const template = plainTemplate(new McpStack(app, 'SupportDesk'));
const roles = rolesOf(template);
const TOOLS = [
  'connect_account',
  'customer_profile',
  'exchange_rate',
  'get_order',
  'list_documents',
  'list_orders',
  'read_document',
  'save_document',
];

describe('all roles of the reference deployment', () => {
  test.each(roles.map((it) => [it.id, it] as const))('%s holds no wildcard action (D1)', (_, it) => {
    for (const action of actionsOf(it)) expect(action).not.toContain('*');
  });

  test.each(roles.map((it) => [it.id, it] as const))('%s names the resources of every right (D1)', (_, it) => {
    for (const { Resource, Action } of it.statements) {
      // Lambda's own work with network interfaces, which a Deny keeps from the code (D1)
      if (Action.every((action) => action.startsWith('ec2:'))) continue;
      expect(Resource).toBeDefined();
      expect(Resource).not.toContain('*');
    }
  });

  test('read a secret in two caller roles, write one in the role lent to the page, and in no function’s own (H2)', () => {
    const having = (action: string) => roles.filter((it) => actionsOf(it).includes(`secretsmanager:${action}`));
    const names = (action: string) => having(action).map(({ role }) => role.RoleName);
    expect(names('GetSecretValue').toSorted()).toEqual(['mcp-connect_account', 'mcp-exchange_rate']);
    expect([names('CreateSecret'), names('PutSecretValue')]).toEqual([
      ['mcp-gateway-connector'],
      ['mcp-gateway-connector'],
    ]);
  });

  test('hold no managed policy besides the one API Gateway asks for (D1)', () => {
    const managed = roles.flatMap(({ role }) => role.ManagedPolicyArns);
    expect(managed).toEqual(['arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs']);
  });

  test('cannot delete records, shorten their life or reach Lambda configuration (I5, C4)', () => {
    const allowed = [
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminUserGlobalSignOut',
      'cognito-idp:CreateManagedLoginBranding',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DeleteUserPoolClient',
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicyVersion',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
      'kms:GetPublicKey',
      'kms:Sign',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'secretsmanager:CreateSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:TagResource',
      'ssm:GetParameter',
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ];
    expect([...new Set(roles.flatMap(actionsOf))].toSorted()).toEqual(allowed);
  });

  test('reach IAM and sign people out in the operator function alone (C4, B7)', () => {
    const powerful = roles.filter((it) => actionsOf(it).some((action) => /^(iam|cognito-idp:Admin)/.test(action)));
    expect(powerful.map(({ id }) => id.replace(/\w{8}$/, ''))).toEqual(['GatewayOperatorFunctionRole']);
  });

  test('that may append audit records are the two gates, the operator, the sign-in and the page for secrets (C4, I6)', () => {
    const writers = roles.filter(({ statements }) =>
      statements.some(({ Resource }) => Resource?.some((arn) => arn.startsWith('<GatewayAuditLog'))),
    );
    expect(writers.map(({ id }) => id.replace(/\w{8}$/, ''))).toEqual([
      'GatewayOperatorFunctionRole',
      'GatewayAuthorizerRole',
      'GatewayFunctionRole',
      'GatewayConnectPageRole',
      'GatewaySignInRole',
    ]);
  });

  test('are one function role and one caller role for each tool: no two tools share one (D1)', () => {
    const lent = roles.flatMap(({ role }) => (role.RoleName ? [role.RoleName] : []));
    expect(lent.toSorted()).toEqual([...TOOLS.map((tool) => `mcp-${tool}`), 'mcp-gateway-connector'].toSorted());
    const functions = ofType(template, 'AWS::Lambda::Function').map(([, { Role }]) => Role);
    expect(new Set(functions).size).toBe(TOOLS.length + 6);
  });
});

test('what people left in the deployment keeps its logical id, or an update would replace it', () => {
  const STATEFUL = [
    'DynamoDB::Table',
    'S3::Bucket',
    'SecretsManager::Secret',
    'Cognito::UserPool',
    'KMS::Key',
    'ApiGateway::RestApi',
  ];
  const ids = STATEFUL.flatMap((type) => ofType(template, `AWS::${type}`).map(([id]) => id));
  expect(ids).toEqual([
    'OrdersA9B65338',
    'GatewayState87877A62',
    'Documents7E5B2978',
    'RatesKey63C71F85',
    'People06A09683',
    'GatewayAuditLogKey49470EAD',
    'GatewayDelegationKey8FBAE932',
    'GatewayApi4EDF2151',
  ]);
  expect(Object.keys(template.Resources)).toEqual(
    expect.arrayContaining(['GatewayAuditLog7A279AE2', 'GatewayAccessLog00660BE8']),
  );
});

const KEPT = [
  'OrdersA9B65338',
  'GatewayState87877A62',
  'Documents7E5B2978',
  'RatesKey63C71F85',
  'People06A09683',
  'GatewayAuditLog7A279AE2',
  'GatewayDelegationKey8FBAE932',
];

test.each(KEPT)('%s survives the deletion of the stack', (id) => {
  expect(template.Resources[id]?.DeletionPolicy).toBe('Retain');
});

test('documents are private, versioned and reached by TLS alone (H1)', () => {
  expect(template.Resources.Documents7E5B2978?.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
  });
  expect(JSON.stringify(ofType(template, 'AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
});

test('orders can be restored to any second and are protected from deletion', () => {
  expect(template.Resources.OrdersA9B65338?.Properties).toMatchObject({
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
  });
});

test('no variable of any function is named like a secret or refers to one (H1)', () => {
  for (const [, { Environment }] of ofType(template, 'AWS::Lambda::Function')) {
    const text = JSON.stringify(Environment).replace(/"SECRET_\w+_ARN":"[^"]*"/g, '');
    // the page for secrets is told their names
    const isPage = text.includes('CONNECTIONS');
    expect(text).not.toMatch(isPage ? /resolve:|password/i : /resolve:|secret|password/i);
  }
});

test('says where the endpoint, the issuer, the client and the records are, and what makes an operator', () => {
  expect(Object.keys(template.Outputs)).toEqual(['Endpoint', 'Issuer', 'ClientId', 'OperatorPolicy', 'AuditLogGroup']);
});

test('every finding of cdk-nag is mended or acknowledged with a reason', () => {
  const checked = quickApp();
  Validations.of(checked).addPlugins(new AwsSolutionsChecks(checked));
  new McpStack(checked, 'SupportDesk');
  expect(() => checked.synth()).not.toThrow();
});
