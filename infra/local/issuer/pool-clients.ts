import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { LifetimeProperties, type TokenLifetimes, tokenLifetimes } from './token-lifetimes.ts';
import { readProperties } from './user-pool.ts';

/** An OAuth client of the template. */
export interface PoolClient {
  readonly id: string;
  readonly name: string;
  /** Fresh on every start; absent for public clients. */
  readonly secret: string | undefined;
  /** Grant types of RFC 6749 that the template's flows open. */
  readonly grantTypes: readonly ('authorization_code' | 'refresh_token' | 'client_credentials')[];
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly lifetimes: TokenLifetimes;
}

const ClientProperties = LifetimeProperties.extend({
  ClientName: z.string().optional(),
  GenerateSecret: z.boolean().default(false),
  AllowedOAuthFlowsUserPoolClient: z.boolean().default(false),
  AllowedOAuthFlows: z.array(z.enum(['code', 'client_credentials'])).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  CallbackURLs: z.array(z.url()).default([]),
  SupportedIdentityProviders: z.array(z.literal('COGNITO')).default(['COGNITO']),
});

/** Gives 51 characters, the length of a secret in Cognito. */
const SECRET_BYTES = 38;

/**
 * Reads the clients of the template.
 *
 * @throws UnknownInTemplate for flows and identity providers that local mode cannot offer, such as the implicit flow.
 */
export function readPoolClients(stack: DeployedStack, randomBytes: (size: number) => Buffer): readonly PoolClient[] {
  return stack.ofType('AWS::Cognito::UserPoolClient').map((resource) => readClient(resource, randomBytes));
}

const BrandingProperties = z.strictObject({
  UserPoolId: z.string(),
  ClientId: z.string(),
  UseCognitoProvidedValues: z.literal(true),
});

/**
 * Ids of the clients that managed login shows its page to.
 *
 * @throws UnknownInTemplate for a page of the template's own making.
 */
export function readSignInPages(stack: DeployedStack): readonly string[] {
  return stack
    .ofType('AWS::Cognito::ManagedLoginBranding')
    .map((resource) => readProperties(BrandingProperties, resource).ClientId);
}

function readClient(resource: DeployedResource, randomBytes: (size: number) => Buffer): PoolClient {
  const properties = readProperties(ClientProperties, resource);
  const flows = properties.AllowedOAuthFlowsUserPoolClient ? properties.AllowedOAuthFlows : [];
  if (flows.includes('client_credentials') && !properties.GenerateSecret) {
    throw new UnknownInTemplate('a client_credentials client without GenerateSecret', resource.path);
  }
  return {
    id: resource.physicalId,
    name: properties.ClientName ?? resource.logicalId,
    secret: properties.GenerateSecret ? randomBytes(SECRET_BYTES).toString('base64url') : undefined,
    grantTypes: flows.flatMap((flow) => GRANTS[flow]),
    scopes: properties.AllowedOAuthScopes,
    redirectUris: properties.CallbackURLs,
    lifetimes: tokenLifetimes(properties),
  };
}

const GRANTS = {
  code: ['authorization_code', 'refresh_token'],
  client_credentials: ['client_credentials'],
} as const;
