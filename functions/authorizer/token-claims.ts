import * as z from 'zod';

const Seconds = z.number().positive();

/** The claims the authorizer reads; others are ignored. A claim of another type refuses the token. */
export const TokenClaims = z.object({
  sub: z.string().min(1).max(255).optional(),
  iat: Seconds,
  exp: Seconds,
  nbf: Seconds.optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  /** Cognito: `access` or `id`. */
  token_use: z.string().optional(),
  client_id: z.string().min(1).optional(),
  /** The client, as OpenID Connect names it; read where there is no `client_id`. */
  azp: z.string().min(1).optional(),
  scope: z.string().default(''),
  username: z.string().max(255).optional(),
  preferred_username: z.string().max(255).optional(),
  'cognito:groups': z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

/** The client a token was issued to. */
export function clientOf({ client_id, azp }: TokenClaims): string | undefined {
  return client_id ?? azp;
}

/** Whom a token was issued for. */
export function audienceOf({ aud = [] }: TokenClaims): readonly string[] {
  return typeof aud === 'string' ? [aud] : aud;
}
