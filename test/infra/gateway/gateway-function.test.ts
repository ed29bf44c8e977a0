import { expect, test } from 'vitest';
import { GatewayEnvironment } from '../../../shared/environment.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const template = plainTemplate(exampleTool({ gatewayName: 'desk', allowedOrigins: ['https://app.example.com'] }).stack);
const role = roleOf(template, 'GatewayFunctionRole');
const [, properties] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewayFunction')) ?? [];

test('the gateway can invoke its own tools, borrow their roles, read its parameters, write its log and append records (C4)', () => {
  expect(role.role.ManagedPolicyArns).toEqual([]);
  expect(role.statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [
        expect.stringMatching(/^<GatewayAuditLog\w+\.Arn>$/),
        expect.stringMatching(/^<GatewayFunctionLogGroup\w+\.Arn>$/),
      ],
    },
    {
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: ['arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:desk-*'],
    },
    {
      Effect: 'Deny',
      Action: ['lambda:InvokeFunction'],
      Resource: ['arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:desk-*-*'],
    },
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      Resource: ['arn:<AWS::Partition>:iam::<AWS::AccountId>:role/sallyport/desk/*'],
    },
    {
      Effect: 'Allow',
      Action: ['ssm:GetParameter'],
      Resource: ['arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/sallyport/desk/*'],
    },
  ]);
});

test('the gateway cannot invoke the tools of a gateway whose name begins like its own, nor itself (C4, D7)', () => {
  const [denied] = role.statements.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Resource }) => Resource ?? []);
  const pattern = new RegExp(`^${denied?.replaceAll('*', '.*')}$`);
  const arn = (name: string) => `arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:${name}`;
  expect(arn('desk-eu-list_orders')).toMatch(pattern);
  expect(arn('desk-GatewayFunctionFA84C88A-x1Y2z3')).toMatch(pattern);
  expect(arn('desk-list_orders')).not.toMatch(pattern);
});

test('the gateway finds every variable it reads', () => {
  expect(properties?.Environment).toEqual({
    Variables: {
      GATEWAY_NAME: 'desk',
      RESOURCE: expect.stringMatching(/^https:\/\/<GatewayApi\w+>\.execute-api\..*\/prod\/mcp$/),
      SCOPE_PREFIX: expect.stringMatching(/\/prod\/mcp\/$/),
      CALLER_ROLE_PREFIX: 'arn:<AWS::Partition>:iam::<AWS::AccountId>:role/sallyport/desk/',
      ALLOWED_ORIGINS: 'https://app.example.com',
      AUDIT_LOG_GROUP: expect.stringMatching(/^<GatewayAuditLog\w+>$/),
      ISSUER: expect.stringMatching(/^<People\w+\.ProviderURL>$/),
    },
  });
  expect(Object.keys(GatewayEnvironment.shape).toSorted()).toEqual([
    'ALLOWED_ORIGINS',
    'AUDIT_LOG_GROUP',
    'CALLER_ROLE_PREFIX',
    // Only where people enter secrets.
    'CONNECT_TABLE',
    'GATEWAY_NAME',
    'ISSUER',
    'RESOURCE',
    'SCOPE_PREFIX',
    // Only where a downstream takes the gateway's assertions.
    'SIGNING_KEY_ARN',
  ]);
});

test('the gateway ends after one minute and when it calls itself (D6, D7)', () => {
  expect(properties).toMatchObject({ Timeout: 60, MemorySize: 1024, RecursiveLoop: 'Terminate' });
  expect(properties).not.toHaveProperty('TenancyConfig');
});
