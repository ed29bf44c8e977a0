import * as z from 'zod';
import { ClaimNames } from './claim-names.ts';
import { Connection } from './connect.ts';

/** How the authorizer decides that a token was issued for this endpoint (RS3). */
export const AudienceRule = z.enum(['resource', 'client-and-scope']);
export type AudienceRule = z.infer<typeof AudienceRule>;

const List = z.string().transform((text) => text.split(',').filter((item) => item !== ''));

/** A variable that holds JSON of a known shape. */
function Json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(schema);
}

/** Variables infra writes and the authorizer reads. */
export const AuthorizerEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  /** The endpoint's canonical URL: the OAuth resource. */
  RESOURCE: z.url(),
  ISSUER: z.url(),
  JWKS_URI: z.url(),
  AUDIENCE_RULE: AudienceRule,
  /** Client ids that may act for people, comma-separated. */
  ALLOWED_CLIENTS: List,
  /** Client ids of machines, whose tokens name no audience and are bound by client and scope (B13), comma-separated. */
  MACHINE_CLIENTS: List,
  /** Names of the claims that say who is calling, as JSON. */
  CLAIM_NAMES: Json(ClaimNames),
  /** What stands before a scope's short name in a token, for example `https://…/mcp/`. */
  SCOPE_PREFIX: z.string(),
  MAX_TOKEN_LIFE_SECONDS: z.coerce.number().int().positive(),
  STATE_TABLE: z.string(),
  AUDIT_LOG_GROUP: z.string(),
});
export type AuthorizerEnvironment = z.input<typeof AuthorizerEnvironment>;

/** Variables infra writes and the gateway reads. */
export const GatewayEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  RESOURCE: z.url(),
  SCOPE_PREFIX: z.string(),
  /** ARN of the caller roles up to and including the gateway's IAM path. */
  CALLER_ROLE_PREFIX: z.string(),
  /** Browser origins that may call, comma-separated. Empty: none; requests without Origin pass. */
  ALLOWED_ORIGINS: List,
  AUDIT_LOG_GROUP: z.string(),
  /** Value of `iss` in the callers' tokens: the only issuer such a token may be shown to (B8). */
  ISSUER: z.url(),
  /** ARN of the key that signs the gateway's assertions; absent where no downstream takes them. */
  SIGNING_KEY_ARN: z.string().optional(),
  /** Table of links to the page for secrets; absent where people enter none. */
  CONNECT_TABLE: z.string().optional(),
});
export type GatewayEnvironment = z.input<typeof GatewayEnvironment>;

/** A client in the template, as the sign-in facade knows it. */
export const FacadeClient = z.strictObject({
  id: z.string(),
  name: z.string(),
  redirectUris: z.array(z.string()),
});
export type FacadeClient = z.infer<typeof FacadeClient>;

/** Variables infra writes and the sign-in facade reads. */
export const FacadeEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  /** The endpoint's canonical URL; the facade's issuer is this without its last segment. */
  RESOURCE: z.url(),
  SCOPE_PREFIX: z.string(),
  USER_POOL_ID: z.string(),
  /** The pool's sign-in host, for example `https://….auth.eu-west-1.amazoncognito.com`, without a slash at its end. */
  SIGN_IN_URL: z.url(),
  /** Whether `resource` is sent to Cognito, which then binds the audience (RFC 8707). */
  AUDIENCE_RULE: AudienceRule,
  /** Clients of the template as a JSON list of FacadeClient. */
  CLIENTS: Json(z.array(FacadeClient)),
  /** Hosts whose client metadata documents are read, comma-separated. Empty: none. */
  CLIENT_DOCUMENT_HOSTS: List,
  /** Whether clients may register themselves (RFC 7591). */
  REGISTRATION: z.enum(['on', 'off']),
  /** Hosts that redirect addresses of registered clients may have, comma-separated; loopback is always among them. */
  REGISTRATION_REDIRECT_HOSTS: List,
  /** How many clients may be admitted at run time in all. */
  MAX_ADMITTED_CLIENTS: z.coerce.number().int().nonnegative(),
  STATE_TABLE: z.string(),
  AUDIT_LOG_GROUP: z.string(),
});
export type FacadeEnvironment = z.input<typeof FacadeEnvironment>;

/** Variables infra writes and the function behind the page for secrets reads. */
export const ConnectEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  /** The endpoint's canonical URL; the page's paths are below it without its last segment. */
  RESOURCE: z.url(),
  /** Value of `iss` in the ID token of whoever opens the page. */
  ISSUER: z.url(),
  JWKS_URI: z.url(),
  AUTHORIZATION_ENDPOINT: z.url(),
  TOKEN_ENDPOINT: z.url(),
  /** The page's own client at that issuer: public, with PKCE. */
  CLIENT_ID: z.string(),
  /** Names of the claims that say who signed in, as JSON. */
  CLAIM_NAMES: Json(ClaimNames),
  /** What people may enter, as a JSON list. */
  CONNECTIONS: Json(z.array(Connection).min(1)),
  /** ARN of the role whose session, tagged with the person, writes the secret. */
  CONNECTOR_ROLE_ARN: z.string(),
  STATE_TABLE: z.string(),
  AUDIT_LOG_GROUP: z.string(),
});
export type ConnectEnvironment = z.input<typeof ConnectEnvironment>;

/** Variables infra writes and the function that serves the gateway's public key reads. */
export const DelegationKeysEnvironment = z.object({ SIGNING_KEY_ARN: z.string() });
export type DelegationKeysEnvironment = z.input<typeof DelegationKeysEnvironment>;

/** Variables infra writes and the operator function reads. */
export const OperatorEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  STATE_TABLE: z.string(),
  /** Pool whose people are signed out; absent where another issuer signs people in. */
  USER_POOL_ID: z.string().optional(),
  /** ARN of the managed policy that bounds all caller roles. */
  LOAN_BOUNDARY_ARN: z.string(),
  /** STS of the region, for example `https://sts.eu-west-1.amazonaws.com`. */
  STS_URL: z.url(),
  AUDIT_LOG_GROUP: z.string(),
});
export type OperatorEnvironment = z.input<typeof OperatorEnvironment>;
