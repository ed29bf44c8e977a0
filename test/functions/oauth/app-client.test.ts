import { ResourceNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { appClients } from '../../../functions/oauth/app-client.ts';
import { fakeCognito, type Sent } from './fixture/client-cloud.ts';

const UNREACHABLE = expect.objectContaining({ failure: { reason: 'issuer_unreachable' } });

function clients(sent: Sent[], answer?: (sent: Sent) => unknown) {
  return appClients({
    cognito: fakeCognito(sent, answer),
    userPoolId: 'eu-west-1_pool',
    callbackUrl: 'https://api.example.com/prod/oauth/callback',
    scopes: ['https://api.example.com/prod/mcp/orders'],
  });
}

async function createdInput(): Promise<Sent['input']> {
  const sent: Sent[] = [];
  expect(await clients(sent).create('sallyport-x')).toBe('app1');
  return sent[0]?.input;
}

test('an app client is public and may use codes only (B11)', async () => {
  expect(await createdInput()).toMatchObject({
    UserPoolId: 'eu-west-1_pool',
    ClientName: 'sallyport-x',
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    SupportedIdentityProviders: ['COGNITO'],
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('Cognito sends its codes to the facade alone, so nobody gets past the consent page (B11)', async () => {
  expect((await createdInput()).CallbackURLs).toEqual(['https://api.example.com/prod/oauth/callback']);
});

test('an app client may ask for the scopes of this endpoint and no other (C6)', async () => {
  expect((await createdInput()).AllowedOAuthScopes).toEqual(['https://api.example.com/prod/mcp/orders']);
});

test('its tokens live five minutes, are revocable, and refresh tokens are replaced at every use (B6)', async () => {
  expect(await createdInput()).toMatchObject({
    AccessTokenValidity: 5,
    IdTokenValidity: 5,
    RefreshTokenValidity: 1440,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    EnableTokenRevocation: true,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  });
});

test('it gets a sign-in page of its own', async () => {
  const sent: Sent[] = [];
  await clients(sent).addSignInPage('app1');
  const input = { UserPoolId: 'eu-west-1_pool', ClientId: 'app1', UseCognitoProvidedValues: true };
  expect(sent).toEqual([{ command: 'CreateManagedLoginBranding', input }]);
});

test('one that is gone already counts as deleted', async () => {
  const gone = new ResourceNotFoundException({ message: 'gone', $metadata: {} });
  await expect(clients([], () => Promise.reject(gone)).delete('app1')).resolves.toBeUndefined();
});

test.each([
  ['no id', {}],
  ['an empty id', { UserPoolClient: { ClientId: '' } }],
])('an answer with %s is no app client', async (_, answer) => {
  await expect(clients([], () => answer).create('x')).rejects.toEqual(UNREACHABLE);
});

test('what Cognito does not do is a failure', async () => {
  const failing = clients([], () => Promise.reject(new Error('throttled')));
  await expect(failing.create('x')).rejects.toEqual(UNREACHABLE);
  await expect(failing.addSignInPage('x')).rejects.toEqual(UNREACHABLE);
  await expect(failing.delete('x')).rejects.toEqual(UNREACHABLE);
});
