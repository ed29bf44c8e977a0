import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FacadeEnvironment } from '../../../shared/environment.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { actionsOf, roleOf } from '../policies-of.ts';

const open = {
  clientDocumentHosts: ['claude.ai', 'vscode.dev'],
  registration: true,
  registrationRedirectHosts: ['app.example.com'],
  maxAdmittedClients: 7,
};
const parts = exampleTool({}, open);
parts.pool.addClient('web', { callbackUrls: ['https://app.example.com/cb', 'https://app.example.com/cb2'] });
parts.pool.addMachineClient('nightly', { scopes: ['look'] });
const template = plainTemplate(parts.stack);

function functionOf(it: typeof template) {
  return ofType(it, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewaySignIn'))?.[1];
}

describe('the sign-in facade', () => {
  test('finds every variable it reads, with the clients of people and not those of machines (B11, B13)', () => {
    const variables = {
      GATEWAY_NAME: 'mcp',
      RESOURCE: expect.stringMatching(/\/prod\/mcp$/),
      SCOPE_PREFIX: expect.stringMatching(/\/prod\/mcp\/$/),
      USER_POOL_ID: expect.stringMatching(/^<People\w+>$/),
      SIGN_IN_URL: expect.stringMatching(/^https:\/\/<PeopleDomain\w+>\.auth\.<AWS::Region>\.amazoncognito\.com$/),
      AUDIENCE_RULE: 'resource',
      CLIENTS: expect.any(String),
      CLIENT_DOCUMENT_HOSTS: 'claude.ai,vscode.dev',
      REGISTRATION: 'on',
      REGISTRATION_REDIRECT_HOSTS: 'app.example.com',
      MAX_ADMITTED_CLIENTS: '7',
      STATE_TABLE: expect.stringMatching(/^<GatewayState\w+>$/),
      AUDIT_LOG_GROUP: expect.stringMatching(/^<GatewayAuditLog\w+>$/),
    };
    expect(functionOf(template)?.Environment).toEqual({ Variables: variables });
    expect(Object.keys(FacadeEnvironment.shape).toSorted()).toEqual(Object.keys(variables).toSorted());
    const { CLIENTS } = FacadeEnvironment.shape;
    expect(CLIENTS.parse(Object(functionOf(template)?.Environment).Variables.CLIENTS)).toEqual([
      { id: expect.stringMatching(/^<Peoplecli/), name: 'cli', redirectUris: ['http://127.0.0.1/callback'] },
      {
        id: expect.stringMatching(/^<Peopleweb/),
        name: 'web',
        redirectUris: ['https://app.example.com/cb', 'https://app.example.com/cb2'],
      },
    ]);
  });

  test('can admit clients to this pool, keep sign-ins, append records and write its log, and nothing more (C4)', () => {
    const { role, statements } = roleOf(template, 'GatewaySignInRole');
    expect(role.ManagedPolicyArns).toEqual([]);
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [
          expect.stringMatching(/^<GatewayAuditLog\w+\.Arn>$/),
          expect.stringMatching(/^<GatewaySignInLogGroup\w+\.Arn>$/),
        ],
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: [expect.stringMatching(/^<GatewayState\w+\.Arn>$/)],
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['client#*', 'sign-in#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Effect: 'Allow',
        Action: [
          'cognito-idp:CreateManagedLoginBranding',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:DeleteUserPoolClient',
        ],
        Resource: [expect.stringMatching(/^<People\w+\.Arn>$/)],
      },
    ]);
  });

  test('ends after 15 seconds (D6)', () => {
    expect(functionOf(template)).toMatchObject({ Timeout: 15, MemorySize: 512, RecursiveLoop: 'Terminate' });
  });
});

test('a facade that admits nobody has no right over the pool, and a quota of none (C4, B11)', () => {
  const closed = plainTemplate(exampleTool().stack);
  expect(actionsOf(roleOf(closed, 'GatewaySignInRole')).filter((it) => it.startsWith('cognito-idp'))).toEqual([]);
  expect(functionOf(closed)?.Environment).toMatchObject({
    Variables: { CLIENT_DOCUMENT_HOSTS: '', REGISTRATION: 'off', MAX_ADMITTED_CLIENTS: '0' },
  });
});

test('fails when the clients do not fit into the variables of a function', () => {
  const { stack, pool } = exampleTool();
  for (let index = 0; index < 30; index += 1) {
    pool.addClient(`app${index}`, { callbackUrls: [`https://app${index}.example.com/${'long/'.repeat(20)}callback`] });
  }
  expect(() => Template.fromStack(stack)).toThrow('clients with their callback URLs take at most 3000 characters');
});

test('an issuer that MCP clients can talk to has no facade (AD13)', () => {
  const { stack, gateway } = exampleTool({}, { facade: false });
  expect(gateway.facade).toBeUndefined();
  expect(functionOf(plainTemplate(stack))).toBeUndefined();
});
