import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, test } from 'vitest';
import { ENTRY, exampleContract, exampleGateway, exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const parts = exampleTool();
parts.gateway.addTool('Save', { contract: exampleContract('save', 'write'), entry: ENTRY });
parts.pool.addClient('reader', { callbackUrls: ['https://app.example.com/cb'], scopes: ['look'] });
parts.pool.addMachineClient('nightly', { scopes: ['look'] });
parts.pool.addGroup('support');
const template = plainTemplate(parts.stack);
const clients = ofType(template, 'AWS::Cognito::UserPoolClient').map(([, properties]) => properties);
const client = (name: string) => clients.find(({ ClientName }) => ClientName === name);

test.each(['cli', 'reader', 'nightly'])('tokens of client %s live five minutes and can be revoked (B6)', (name) => {
  expect(client(name)).toMatchObject({
    AccessTokenValidity: 5,
    IdTokenValidity: 5,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('clients of people have no secret, use code alone and replace refresh tokens at each use (B1)', () => {
  expect(client('cli')).toMatchObject({
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  });
  expect(client('cli')?.ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
});

test('a machine client has a secret, client credentials alone and the scopes it was given (B13)', () => {
  expect(client('nightly')).toMatchObject({ GenerateSecret: true, AllowedOAuthFlows: ['client_credentials'] });
  expect(client('nightly')?.AllowedOAuthScopes).toEqual([expect.stringMatching(/\/prod\/mcp\/look$/)]);
});

test('a client may ask for every scope of the endpoint, or for those named, and for no others (C6)', () => {
  expect(client('cli')?.AllowedOAuthScopes).toEqual([
    expect.stringMatching(/\/prod\/mcp\/look$/),
    expect.stringMatching(/\/prod\/mcp\/save$/),
  ]);
  expect(client('reader')?.AllowedOAuthScopes).toEqual([expect.stringMatching(/\/prod\/mcp\/look$/)]);
});

test('every client waits for the scopes it names, added before the gateway or after it', () => {
  const [[server] = []] = ofType(template, 'AWS::Cognito::UserPoolResourceServer');
  const resources = Object.values(Template.fromStack(parts.stack).findResources('AWS::Cognito::UserPoolClient'));
  expect(resources).toHaveLength(3);
  for (const resource of resources) expect(resource.DependsOn).toContain(server);
});

test('nobody signs up alone, passwords are long, and the pool is protected from deletion (B1)', () => {
  expect(ofType(template, 'AWS::Cognito::UserPool')).toEqual([
    [
      expect.any(String),
      expect.objectContaining({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'OPTIONAL',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        UserPoolTier: 'ESSENTIALS',
        Policies: { PasswordPolicy: expect.objectContaining({ MinimumLength: 14, RequireSymbols: true }) },
      }),
    ],
  ]);
});

test('people sign in on the newer managed pages, and each of their clients has one', () => {
  expect(ofType(template, 'AWS::Cognito::UserPoolDomain')).toMatchObject([
    [expect.any(String), { ManagedLoginVersion: 2 }],
  ]);
  expect(ofType(template, 'AWS::Cognito::ManagedLoginBranding')).toHaveLength(2);
});

test('a group carries the name it is given', () => {
  expect(ofType(template, 'AWS::Cognito::UserPoolGroup')).toMatchObject([
    [expect.any(String), { GroupName: 'support' }],
  ]);
});

test('machine clients are apart from those of people, whatever the audience rule (B13, RS3)', () => {
  const { stack, pool } = exampleTool();
  const nightly = pool.addMachineClient('nightly', { scopes: ['look'] });
  expect(pool.audienceRule).toBe('resource');
  expect(stack.resolve(pool.machineClientIds())).toEqual([stack.resolve(nightly.clientId)]);
  expect(stack.resolve(pool.clientIds())).not.toContainEqual(stack.resolve(nightly.clientId));
});

test('Cognito sends codes to the facade alone, so that none goes past the consent page (B11)', () => {
  expect(client('reader')?.CallbackURLs).toEqual([
    expect.stringMatching(/^https:\/\/<GatewayApi\w+>\.execute-api\..*\/prod\/oauth\/callback$/),
  ]);
  expect(client('nightly')).not.toHaveProperty('CallbackURLs');
});

test('without a facade codes go to the callbacks of the client alone (B11)', () => {
  const { stack, pool } = exampleTool({}, { facade: false });
  const [[, cli] = []] = ofType(plainTemplate(stack), 'AWS::Cognito::UserPoolClient');
  expect(cli?.CallbackURLs).toEqual(['http://127.0.0.1/callback']);
  expect(pool.facade).toBeUndefined();
});

test('the plan Plus blocks risky sign-ins, and Lite is refused', () => {
  const plus = exampleTool({}, { featurePlan: cognito.FeaturePlan.PLUS, mfa: cognito.Mfa.REQUIRED });
  expect(ofType(plainTemplate(plus.stack), 'AWS::Cognito::UserPool')).toMatchObject([
    [
      expect.any(String),
      {
        UserPoolTier: 'PLUS',
        UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        MfaConfiguration: 'ON',
      },
    ],
  ]);
  expect(() => exampleGateway({}, { featurePlan: cognito.FeaturePlan.LITE })).toThrow(
    'Example/People: featurePlan is ESSENTIALS or PLUS',
  );
});

test('fails when a client has no callback or one with a wildcard (B11)', () => {
  const { pool } = exampleGateway();
  expect(() => pool.addClient('web', { callbackUrls: [] })).toThrow('client "web" needs a callback URL');
  expect(() => pool.addClient('web', { callbackUrls: ['https://*.example.com/cb'] })).toThrow(
    'a callback URL is https, or http on the loopback, and exact, got "https://*.example.com/cb"',
  );
  expect(() => pool.addClient('app', { callbackUrls: ['http://example.com/cb'] })).toThrow('a callback URL is https');
});

test('fails when a client asks for a scope that no tool has (C6)', () => {
  const { stack, pool } = exampleTool();
  pool.addClient('web', { callbackUrls: ['https://app.example.com/cb'], scopes: ['*'] });
  expect(() => Template.fromStack(stack)).toThrow('a client asks for scopes that a tool has, got "*"');
});

test('fails when the tools have more scopes than Cognito holds', () => {
  const { stack, gateway } = exampleGateway();
  for (let index = 0; index < 101; index += 1) {
    gateway.addTool(`Tool${index}`, { contract: exampleContract(`tool_${index}`), entry: ENTRY });
  }
  expect(() => Template.fromStack(Stack.of(stack))).toThrow(
    'a Cognito resource server has at most 100 scopes, got 101',
  );
});

test('fails when a machine client has no scopes by name (B13)', () => {
  const { pool } = exampleGateway();
  expect(() => pool.addMachineClient('nightly', { scopes: [] })).toThrow(
    'Example/People: machine client "nightly" needs scopes by name',
  );
});
