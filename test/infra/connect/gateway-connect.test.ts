import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { type CallerSecretProps, SecretCallerGrants } from '../../../infra/grants/secret-caller-grants.ts';
import { ExternalIssuer } from '../../../infra/identity/external-issuer.ts';
import { Connection } from '../../../shared/connect.ts';
import { CALLER_VARIABLE } from '../../../shared/session-tags.ts';
import { ENTRY, exampleContract, exampleTool, OPEN, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

function withSecret(props: CallerSecretProps = {}) {
  const parts = exampleTool();
  parts.tool.addSecret('account_key', SecretCallerGrants.perCaller('accounts', props));
  return parts;
}

const Variables = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });

function variablesOf(stack: Stack, begin: string): Record<string, unknown> {
  const [, it] = ofType(plainTemplate(stack), 'AWS::Lambda::Function').find(([id]) => id.startsWith(begin)) ?? [];
  return Variables.parse(it).Environment.Variables;
}

function connectionsOf(stack: Stack): readonly Connection[] {
  return z.array(Connection).parse(JSON.parse(String(variablesOf(stack, 'GatewayConnectPage').CONNECTIONS)));
}

test('without a secret that people enter there is no page, no client and no right (D1)', () => {
  const { stack, tool } = exampleTool();
  tool.addSecret('account', SecretCallerGrants.perCaller('accounts', { connectPage: false }));
  const text = JSON.stringify(plainTemplate(stack));
  for (const trace of ['GatewayConnect', 'CONNECT_TABLE', 'secretsmanager:CreateSecret', 'sallyport-connect']) {
    expect(text).not.toContain(trace);
  }
});

test('the page knows each secret by its tool, its label and its prefix, and the gateway where links go (F12)', () => {
  const { stack, gateway, tool } = withSecret({ label: 'Key of your account' });
  const other = gateway.addTool('Other', { contract: exampleContract('other'), entry: ENTRY, network: OPEN });
  other.addSecret('account_key', SecretCallerGrants.perCaller('others'));
  expect(tool.toolName).toBe('look');
  expect(connectionsOf(stack)).toEqual([
    { tool: 'look', secret: 'account_key', title: 'Title of look', label: 'Key of your account', prefix: 'accounts' },
    { tool: 'other', secret: 'account_key', title: 'Title of other', label: 'account key', prefix: 'others' },
  ]);
  expect(variablesOf(stack, 'GatewayFunction').CONNECT_TABLE).toEqual(
    variablesOf(stack, 'GatewayConnectPage').STATE_TABLE,
  );
});

test('the page signs people in with a public client of its own, for openid alone, which may not call (B10, C6)', () => {
  const { stack, pool } = withSecret();
  const clients = ofType(plainTemplate(stack), 'AWS::Cognito::UserPoolClient');
  const [, client] = clients.find(([id]) => id.startsWith('GatewayConnect')) ?? [];
  expect(client).toMatchObject({
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    GenerateSecret: false,
    CallbackURLs: [expect.stringMatching(/^https:\/\/.*\/prod\/connect\/callback$/)],
    AccessTokenValidity: 5,
    IdTokenValidity: 5,
  });
  expect(pool.clientIds()).toHaveLength(1);
  expect(JSON.stringify(variablesOf(stack, 'GatewayAuthorizer').ALLOWED_CLIENTS)).not.toContain('GatewayConnect');
});

test('the page’s function may borrow one role, and holds no right over secrets itself (D1, H2)', () => {
  const { statements } = roleOf(plainTemplate(withSecret().stack), 'GatewayConnectPageRole');
  const text = JSON.stringify(statements);
  expect(text).not.toContain('secretsmanager');
  const borrowing = statements.filter((statement) => JSON.stringify(statement).includes('sts:AssumeRole'));
  expect(borrowing).toHaveLength(1);
  expect(JSON.stringify(borrowing)).not.toContain('*');
});

test('what is lent writes the person’s own secret by name and tag, and reads none (H2)', () => {
  const { statements } = roleOf(plainTemplate(withSecret().stack), 'GatewayConnectPageConnector');
  const text = JSON.stringify(statements);
  const rights = [...text.matchAll(/"(secretsmanager:[A-Za-z]+)"/g)].map(([, action]) => action);
  expect(new Set(rights)).toEqual(
    new Set([
      'secretsmanager:CreateSecret',
      'secretsmanager:Name',
      'secretsmanager:PutSecretValue',
      'secretsmanager:TagResource',
    ]),
  );
  expect(text).toContain(`"secretsmanager:Name":"accounts/${CALLER_VARIABLE}"`);
  expect(text).toContain(`"aws:ResourceTag/caller":"${CALLER_VARIABLE}"`);
  expect(text).not.toContain('*');
});

test('a key of the team is used through Secrets Manager alone, and the page names it', () => {
  const parts = exampleTool();
  const key = new kms.Key(parts.stack, 'Key');
  parts.tool.addSecret('account', SecretCallerGrants.perCaller('accounts', { encryptionKey: key }));
  const { statements } = roleOf(plainTemplate(parts.stack), 'GatewayConnectPageConnector');
  expect(statements).toContainEqual(
    expect.objectContaining({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: { StringEquals: { 'kms:ViaService': expect.stringContaining('secretsmanager.') } },
    }),
  );
  expect(String(variablesOf(parts.stack, 'GatewayConnectPage').CONNECTIONS)).toContain('keyArn');
});

test('each way to the page is throttled, and asks nobody for a token that nobody has yet (D6)', () => {
  const [[, stage] = []] = ofType(plainTemplate(withSecret().stack), 'AWS::ApiGateway::Stage');
  for (const [path, method] of [
    ['/connect', 'GET'],
    ['/connect/callback', 'GET'],
    ['/connect/save', 'POST'],
  ]) {
    expect(JSON.stringify(stage?.MethodSettings)).toMatch(
      new RegExp(
        `"HttpMethod":"${method}"[^}]*"ResourcePath":"/~1?${path?.slice(1).replaceAll('/', '~1')}"`.replace(
          '/~1?',
          '/(~1)?',
        ),
      ),
    );
  }
});

test.each(['', '   ', 'x'.repeat(81)])('a label that says nothing or too much fails synth: %j', (label) => {
  expect(() => withSecret({ label })).toThrow('a label has 1 to 80 characters');
});

test('an issuer that cannot sign people in to a page is told in plain words', () => {
  const stack = new Stack(quickApp(), 'Example');
  const company = {
    issuerUrl: 'https://login.example.com',
    jwksUri: 'https://login.example.com/keys',
    clientIds: ['desk'],
  };
  const made = (id: string, identity: ExternalIssuer) => {
    const gateway = new McpGateway(stack, id, { identity });
    const tool = gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY, network: OPEN });
    return () => tool.addSecret('account', SecretCallerGrants.perCaller('accounts'));
  };
  expect(made('One', new ExternalIssuer(company))).toThrow(
    'the issuer needs pageClientId, authorizationEndpoint and tokenEndpoint; or give the secret connectPage: false',
  );
  const whole = {
    ...company,
    pageClientId: 'page',
    authorizationEndpoint: 'https://login.example.com/authorize',
    tokenEndpoint: 'https://login.example.com/token',
  };
  expect(made('Two', new ExternalIssuer(whole))).not.toThrow();
  expect(() => new ExternalIssuer({ ...whole, pageClientId: 'desk' })).toThrow('a client of its own');
  expect(() => new ExternalIssuer({ ...whole, tokenEndpoint: 'http://login.example.com/token' })).toThrow('https://');
});
