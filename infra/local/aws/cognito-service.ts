import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { Person } from '../issuer/people.ts';
import { STANDARD_SCOPES } from '../issuer/scope-request.ts';
import { tokenLifetimes } from '../issuer/token-lifetimes.ts';
import type { UserPoolAdmin } from '../issuer/user-pool-admin.ts';
import type { AccessControl } from './access-control.ts';
import { serviceError } from './aws-refusal.ts';
import type { AwsService } from './aws-service.ts';
import { CognitoInput } from './cognito-input.ts';
import { type JsonOperation, jsonService } from './json-service.ts';

/** What Cognito's API needs. */
export interface CognitoServiceParts {
  readonly account: string;
  readonly region: string;
  readonly access: AccessControl;
  readonly userPool: UserPoolAdmin;
  readonly now: () => Date;
}

/** App clients of one pool (Cognito quotas). */
const MAX_CLIENTS = 1000;

/** Amazon Cognito user pools: clients that come and go at run time, and people as an operator sees them. */
export function cognitoService(parts: CognitoServiceParts): AwsService {
  return jsonService({
    signingName: 'cognito-idp',
    target: 'AWSCognitoIdentityProviderService',
    version: '1.1',
    operations: new Map<string, JsonOperation>([
      ['CreateUserPoolClient', judged('CreateUserPoolClient', CognitoInput.CreateUserPoolClient, createClient, parts)],
      ['DeleteUserPoolClient', judged('DeleteUserPoolClient', CognitoInput.DeleteUserPoolClient, deleteClient, parts)],
      [
        'CreateManagedLoginBranding',
        judged('CreateManagedLoginBranding', CognitoInput.CreateManagedLoginBranding, createSignInPage, parts),
      ],
      ['AdminGetUser', judged('AdminGetUser', CognitoInput.AdminGetUser, getUser, parts)],
      ['AdminUserGlobalSignOut', judged('AdminUserGlobalSignOut', CognitoInput.AdminUserGlobalSignOut, signOut, parts)],
    ]),
  });
}

type Input<Name extends keyof typeof CognitoInput> = z.output<(typeof CognitoInput)[Name]>;

/** Reads the input, asks for the permission on the pool, and only then looks whether there is such a pool. */
function judged<T extends { readonly UserPoolId: string }>(
  name: string,
  schema: z.ZodType<T>,
  run: (input: T, parts: CognitoServiceParts) => Json,
  parts: CognitoServiceParts,
): JsonOperation {
  const { account, region, access, userPool } = parts;
  return (json, request) => {
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw invalidParameter(`local mode does not accept this: ${z.prettifyError(parsed.error)}`);
    const { UserPoolId } = parsed.data;
    const resource = `arn:aws:cognito-idp:${region}:${account}:userpool/${UserPoolId}`;
    access.require(request, { action: `cognito-idp:${name}`, resource });
    if (UserPoolId !== userPool.pool.id) throw notFound(`User pool ${UserPoolId} does not exist.`);
    return run(parsed.data, parts);
  };
}

function createClient(input: Input<'CreateUserPoolClient'>, { userPool, now }: CognitoServiceParts): Json {
  const { pool, clients } = userPool;
  const known = new Set<string>([...STANDARD_SCOPES, ...pool.resourceServers.flatMap(({ scopes }) => scopes)]);
  const unknown = input.AllowedOAuthScopes.find((scope) => !known.has(scope));
  if (unknown !== undefined) throw serviceError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  if (clients.count() >= MAX_CLIENTS) {
    throw serviceError('LimitExceededException', `Number of user pool clients exceeds the limit of ${MAX_CLIENTS}`);
  }
  const { UserPoolId, ClientName, AllowedOAuthScopes, CallbackURLs } = input;
  const client = userPool.createClient({
    name: ClientName,
    scopes: AllowedOAuthScopes,
    redirectUris: CallbackURLs,
    lifetimes: tokenLifetimes(input),
  });
  const dates = { CreationDate: seconds(now()), LastModifiedDate: seconds(now()) };
  return {
    UserPoolClient: { UserPoolId, ClientId: client.id, ClientName, AllowedOAuthScopes, CallbackURLs, ...dates },
  };
}

function deleteClient({ ClientId }: Input<'DeleteUserPoolClient'>, { userPool }: CognitoServiceParts): Json {
  if (!userPool.deleteClient(ClientId)) throw noSuchClient(ClientId);
  return {};
}

function createSignInPage(input: Input<'CreateManagedLoginBranding'>, { userPool, now }: CognitoServiceParts): Json {
  const { UserPoolId, ClientId, UseCognitoProvidedValues } = input;
  const { clients } = userPool;
  if (clients.find(ClientId) === undefined) throw noSuchClient(ClientId);
  if (clients.hasSignInPage(ClientId)) {
    throw serviceError('ManagedLoginBrandingExistsException', `Client ${ClientId} has a managed login branding.`);
  }
  clients.addSignInPage(ClientId);
  const dates = { CreationDate: seconds(now()), LastModifiedDate: seconds(now()) };
  return {
    ManagedLoginBranding: { ManagedLoginBrandingId: randomUUID(), UserPoolId, UseCognitoProvidedValues, ...dates },
  };
}

function getUser({ Username }: Input<'AdminGetUser'>, { userPool }: CognitoServiceParts): Json {
  const { username, subject, email } = personOf(Username, userPool);
  return {
    Username: username,
    UserAttributes: [
      { Name: 'sub', Value: subject },
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    Enabled: true,
    UserStatus: 'CONFIRMED',
  };
}

function signOut({ Username }: Input<'AdminUserGlobalSignOut'>, { userPool }: CognitoServiceParts): Json {
  userPool.signOutEverywhere(personOf(Username, userPool));
  return {};
}

function personOf(username: string, userPool: UserPoolAdmin): Person {
  const person = userPool.findPerson(username);
  if (person === undefined) throw serviceError('UserNotFoundException', 'User does not exist.');
  return person;
}

function noSuchClient(id: string) {
  return notFound(`User pool client ${id} does not exist.`);
}

function notFound(detail: string) {
  return serviceError('ResourceNotFoundException', detail);
}

function invalidParameter(detail: string) {
  return serviceError('InvalidParameterException', detail);
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}
