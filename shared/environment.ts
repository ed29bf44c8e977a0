import * as z from 'zod';

/** How the authorizer decides that a token was issued for this endpoint (RS3). */
export const AudienceRule = z.enum(['resource', 'client-and-scope']);
export type AudienceRule = z.infer<typeof AudienceRule>;

const List = z.string().transform((text) => text.split(',').filter((item) => item !== ''));

/** Variables infra writes and the authorizer reads. */
export const AuthorizerEnvironment = z.object({
  GATEWAY_NAME: z.string(),
  /** The endpoint's canonical URL: the OAuth resource. */
  RESOURCE: z.url(),
  ISSUER: z.url(),
  JWKS_URI: z.url(),
  AUDIENCE_RULE: AudienceRule,
  /** Client ids that may act for callers, comma-separated. */
  ALLOWED_CLIENTS: List,
  /** What stands before a scope's short name in a token, for example `https://…/mcp/`. */
  SCOPE_PREFIX: z.string(),
  MAX_TOKEN_LIFE_SECONDS: z.coerce.number().int().positive(),
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
});
export type GatewayEnvironment = z.input<typeof GatewayEnvironment>;
