import {
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalAwsEndpoint, startAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import { type Issuer, startIssuer } from '../../../../infra/local/issuer/start-issuer.ts';
import type { DeployedResource } from '../../../../infra/local/template/deployed-stack.ts';
import { RESOURCE, resource, samplePool, stackOf } from '../issuer/sample-pool.ts';
import { authorizationUrl, discover, openAndSignIn, refresh, tokensFor } from '../issuer/sign-in-flow.ts';
import { policy } from './support-desk-stack.ts';

const UserPoolId = 'local_Pool1';
const ACCOUNT = '000000000000';
const POOL_ARN = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${UserPoolId}`;
const CALLBACK = 'http://127.0.0.1:3000/v1/oauth/callback';

/** A role that Lambda may assume and its function, with one statement. */
function functionWith(name: string, Action: string | string[], Resource: string): DeployedResource[] {
  const role = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  return [
    {
      ...resource(`${name}Role`, 'AWS::IAM::Role', name, {
        AssumeRolePolicyDocument: policy(trust),
        Policies: [{ PolicyName: 'P', PolicyDocument: policy({ Effect: 'Allow', Action, Resource }) }],
      }),
      arn: role,
    },
    {
      ...resource(name, 'AWS::Lambda::Function', name, { Role: role }),
      arn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`,
    },
  ];
}

let issuer: Issuer;
let aws: LocalAwsEndpoint;
let root: CognitoIdentityProviderClient;
let as: oauth.AuthorizationServer;

/** Whether the pool's domain shows managed login. */
let managedLogin = false;

async function start(): Promise<void> {
  const stack = stackOf([
    ...samplePool().resources,
    ...functionWith('facade', ['cognito-idp:CreateUserPoolClient', 'cognito-idp:DeleteUserPoolClient'], POOL_ARN),
    ...functionWith('elsewhere', 'cognito-idp:*', `${POOL_ARN}2`),
    ...(managedLogin
      ? [resource('Domain', 'AWS::Cognito::UserPoolDomain', 'desk', { UserPoolId, ManagedLoginVersion: 2 })]
      : []),
  ]);
  issuer = await startIssuer({ stack, port: 0 });
  as = await discover(issuer.issuer);
  const withoutLambda = () => {
    throw new Error('this test has no Lambda host');
  };
  const silent = () => undefined;
  const now = () => new Date();
  const userPool = issuer.admin;
  aws = await startAwsEndpoint({ stack, userPool, lambda: withoutLambda, now, onDecision: silent, onFault: silent });
  root = clientOf(aws.operatorCredentials());
}

function clientOf(credentials: ReturnType<LocalAwsEndpoint['operatorCredentials']>) {
  return new CognitoIdentityProviderClient({ endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

beforeEach(async () => {
  managedLogin = false;
  await start();
});
afterEach(async () => {
  await aws.close();
  await issuer.close();
});

/** What the sign-in facade asks for. */
function clientInput(changes: object = {}): CreateUserPoolClientCommandInput {
  return {
    UserPoolId,
    ClientName: 'a client',
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: [`${RESOURCE}/list_orders`],
    CallbackURLs: [CALLBACK],
    SupportedIdentityProviders: ['COGNITO'],
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 5,
    IdTokenValidity: 5,
    RefreshTokenValidity: 1440,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    ...changes,
  };
}

async function admit(client = root): Promise<string> {
  const { UserPoolClient } = await client.send(new CreateUserPoolClientCommand(clientInput()));
  return UserPoolClient?.ClientId ?? '';
}

/** As far as the answer of the authorization endpoint, or of the sign-in page. */
async function signIn(client_id: string, changes: Record<string, string> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = { client_id, redirect_uri: CALLBACK, ...changes };
  const back = await openAndSignIn(await authorizationUrl(as, verifier, { parameters }));
  return { verifier, back, sent: new URL(back.headers.get('location') ?? 'about:blank').searchParams };
}

function post(form: Record<string, string>): Promise<Response> {
  return fetch(as.token_endpoint ?? '', { method: 'POST', body: new URLSearchParams(form) });
}

interface Tokens {
  access_token: string;
  refresh_token: string;
}

async function tokensOf(client_id: string): Promise<Tokens> {
  const { verifier, sent } = await signIn(client_id);
  const code = sent.get('code') ?? '';
  const form = { grant_type: 'authorization_code', client_id, code, code_verifier: verifier, redirect_uri: CALLBACK };
  const answer = await post(form);
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
}

async function errorOf(response: Response): Promise<unknown> {
  return JSON.parse(await response.text()).error;
}

describe('a client that is made at run time', () => {
  test('signs people in, with its own scopes and lifetimes', async () => {
    const id = await admit(clientOf(aws.credentialsForFunction('facade')));
    expect(id).toMatch(/^[a-z0-9]{26}$/);
    const claims = decodeJwt((await tokensOf(id)).access_token);
    expect(claims).toMatchObject({ client_id: id, username: 'alice', scope: `${RESOURCE}/list_orders` });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
  });

  test('is refused a scope and a callback that it did not name (B11, C6)', async () => {
    const id = await admit();
    expect((await signIn(id, { scope: `${RESOURCE}/refund` })).sent.get('error')).toBe('invalid_scope');
    const { back } = await signIn(id, { redirect_uri: 'https://evil.example/callback' });
    expect([back.status, back.headers.get('location')]).toEqual([400, null]);
  });

  test('is unknown once it is deleted, and what it was issued cannot be refreshed (B7)', async () => {
    const id = await admit();
    const { refresh_token } = await tokensOf(id);
    await root.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: id }));
    const answer = await post({ grant_type: 'refresh_token', client_id: id, refresh_token });
    expect([answer.status, await errorOf(answer)]).toEqual([401, 'invalid_client']);
    expect((await signIn(id)).back.status).toBe(400);
  });

  test('leaves the clients of the template as they are', async () => {
    await admit();
    expect(issuer.clients.map(({ id }) => id)).toEqual(['app-client', 'robot-client']);
    expect((await tokensFor(as, { scope: 'openid' })).access_token).toBeTruthy();
  });

  test('gets a sign-in page of managed login only with branding, as on AWS', async () => {
    await aws.close();
    await issuer.close();
    managedLogin = true;
    await start();
    const id = await admit();
    const { back } = await signIn(id);
    expect(back.status).toBe(403);
    expect(await back.text()).toContain('Login pages unavailable');
    const branding = new CreateManagedLoginBrandingCommand({
      UserPoolId,
      ClientId: id,
      UseCognitoProvidedValues: true,
    });
    expect((await root.send(branding)).ManagedLoginBranding).toMatchObject({
      UserPoolId,
      UseCognitoProvidedValues: true,
    });
    expect(decodeJwt((await tokensOf(id)).access_token).client_id).toBe(id);
    await expect(root.send(branding)).rejects.toMatchObject({ name: 'ManagedLoginBrandingExistsException' });
  });
});

describe('a client is refused', () => {
  test.each([
    ['with a secret', { GenerateSecret: true }],
    ['for the implicit flow', { AllowedOAuthFlows: ['implicit'] }],
    ['for machines', { AllowedOAuthFlows: ['client_credentials'] }],
    ['without a callback', { CallbackURLs: [] }],
    ['with a callback in the clear', { CallbackURLs: ['http://client.example/callback'] }],
    ['with a callback that has a fragment', { CallbackURLs: ['https://client.example/callback#a'] }],
    ['with a name Cognito does not take', { ClientName: 'a <b>' }],
    ['with tokens that live too short', { AccessTokenValidity: 4 }],
    ['with tokens that live too long', { AccessTokenValidity: 1441 }],
    ['with another identity provider', { SupportedIdentityProviders: ['Google'] }],
    ['with a sign-in by password', { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }],
    ['with what Cognito allows where nothing is said', { ExplicitAuthFlows: undefined }],
    ['with a parameter nobody knows', { LogoutURLs: ['https://client.example/'] }],
  ])('%s (C1)', async (_, change) => {
    const asked = root.send(new CreateUserPoolClientCommand(clientInput(change)));
    await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('with a scope the pool does not have', async () => {
    const asked = root.send(new CreateUserPoolClientCommand(clientInput({ AllowedOAuthScopes: ['x/y'] })));
    await expect(asked).rejects.toMatchObject({ name: 'ScopeDoesNotExistException' });
  });

  test('when the pool has a thousand', async () => {
    const wanted = {
      name: 'x',
      scopes: [],
      redirectUris: [],
      lifetimes: { accessToken: 1, idToken: 1, refreshToken: 1 },
    };
    while (issuer.admin.clients.count() < 1000) issuer.admin.createClient(wanted);
    await expect(admit()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('the sign-out of a person everywhere', () => {
  const signOut = (Username: string) => root.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));

  test.each(['alice', 'a11ce000-0000-4000-8000-000000000001'])('ends what %s could refresh (B7)', async (name) => {
    const [alice, bob] = [await tokensFor(as), await tokensFor(as, { person: 'bob' })];
    await signOut(name);
    expect(await errorOf(await refresh(as, alice.refresh_token ?? ''))).toBe('invalid_grant');
    expect((await refresh(as, bob.refresh_token ?? '')).status).toBe(200);
  });

  test('ends codes that were not exchanged yet (B7)', async () => {
    const id = await admit();
    const { verifier, sent } = await signIn(id);
    await signOut('alice');
    const code = sent.get('code') ?? '';
    const form = { grant_type: 'authorization_code', client_id: id, code, code_verifier: verifier };
    expect(await errorOf(await post({ ...form, redirect_uri: CALLBACK }))).toBe('invalid_grant');
  });

  test('lets the person sign in again', async () => {
    await signOut('alice');
    expect((await tokensFor(as)).refresh_token).toBeTruthy();
  });
});

test.each(['carol', 'ca401000-0000-4000-8000-000000000003'])('people are found by %s', async (Username) => {
  const user = await root.send(new AdminGetUserCommand({ UserPoolId, Username }));
  expect(user).toMatchObject({
    Username: 'carol',
    Enabled: true,
    UserStatus: 'CONFIRMED',
    UserAttributes: [
      { Name: 'sub', Value: 'ca401000-0000-4000-8000-000000000003' },
      { Name: 'email', Value: 'carol@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
});

describe('Cognito refuses', () => {
  test.each([
    [
      'a person who does not exist',
      () => new AdminGetUserCommand({ UserPoolId, Username: 'mallory' }),
      'UserNotFoundException',
    ],
    [
      'a name nobody can have',
      () => new AdminGetUserCommand({ UserPoolId, Username: 'a b' }),
      'InvalidParameterException',
    ],
    [
      'another pool',
      () => new AdminGetUserCommand({ UserPoolId: 'local_Other', Username: 'alice' }),
      'ResourceNotFoundException',
    ],
  ])('to show %s', async (_, command, name) => {
    await expect(root.send(command())).rejects.toMatchObject({ name });
  });

  test('to delete a client that does not exist', async () => {
    const asked = root.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: 'nobody' }));
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a page for a client that does not exist', async () => {
    const input = { UserPoolId, ClientId: 'nobody', UseCognitoProvidedValues: true };
    const asked = root.send(new CreateManagedLoginBrandingCommand(input));
    await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('an operation it does not know, by name (C1)', async () => {
    const asked = root.send(new ListUsersCommand({ UserPoolId }));
    await expect(asked).rejects.toThrow(/ListUsers/);
  });

  test('a function without the permission for the operation (D1)', async () => {
    const facade = clientOf(aws.credentialsForFunction('facade'));
    const asked = facade.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'alice' }));
    await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('a function whose permission is for another pool (D1)', async () => {
    await expect(admit(clientOf(aws.credentialsForFunction('elsewhere')))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
