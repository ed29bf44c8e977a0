import { errors, type KoaContextWithOIDC, type ResourceServer as ProviderResource } from 'oidc-provider';
import type { PoolClient } from './pool-clients.ts';
import type { ResourceServer, UserPool } from './user-pool.ts';

/** Scopes of OpenID Connect and Cognito that belong to no resource server. */
export const STANDARD_SCOPES = ['openid', 'email', 'profile', 'phone', 'aws.cognito.signin.user.admin'] as const;

/** What a token stands for when no `resource` was sent: it carries scopes of any resource server and no audience. */
export const NO_RESOURCE = 'urn:sallyport:no-resource';

/**
 * Answers which scopes a request may have and whom its token is for (RFC 8707), as Cognito does.
 *
 * A scope the client may not have is refused with `invalid_scope`; oidc-provider would drop it in silence. Cognito binds
 * audiences in sign-ins of people only, so a machine's `resource` is checked and then left out of its token.
 *
 * @throws InvalidTarget for a `resource` the pool does not know.
 */
export function resolveScopes(
  ctx: KoaContextWithOIDC,
  resource: string,
  { pool, client }: { pool: UserPool; client: PoolClient },
): ProviderResource {
  const server = pool.resourceServers.find(({ identifier }) => identifier === resource);
  if (!server && resource !== NO_RESOURCE) throw new errors.InvalidTarget();
  const open = openScopes(client, pool, server);
  checkAskedScopes(ctx, open);
  return {
    scope: open.join(' '),
    audience: isMachine(ctx) ? NO_RESOURCE : resource,
    accessTokenFormat: 'jwt',
    accessTokenTTL: client.lifetimes.accessToken,
    jwt: { sign: { alg: 'RS256' } },
  };
}

/** The client's scopes that exist in the pool; below one resource server only where the token is bound to it. */
function openScopes(client: PoolClient, pool: UserPool, server: ResourceServer | undefined): readonly string[] {
  const servers = server ? [server] : pool.resourceServers;
  const existing = new Set<string>([...STANDARD_SCOPES, ...servers.flatMap(({ scopes }) => scopes)]);
  return client.scopes.filter((scope) => existing.has(scope));
}

/** Gives all open scopes to a request without `scope`; machines get no standard ones. */
function checkAskedScopes(ctx: KoaContextWithOIDC, open: readonly string[]): void {
  const params = ctx.oidc.params;
  if (!params || !asksForScopes(ctx)) return;
  const standard = new Set<string>(isMachine(ctx) ? STANDARD_SCOPES : []);
  const allowed = open.filter((scope) => !standard.has(scope));
  const asked = askedScopes(ctx);
  const refused = asked.find((scope) => !allowed.includes(scope));
  if (refused !== undefined) throw new errors.InvalidScope('the client may not have this scope', refused);
  if (asked.length === 0) params.scope = allowed.join(' ');
}

/** What was asked before oidc-provider dropped anything: it takes `offline_access` away without a word. */
function askedScopes(ctx: KoaContextWithOIDC): readonly string[] {
  const raw = ctx.oidc.route === 'authorization' ? ctx.query.scope : ctx.oidc.params?.scope;
  return typeof raw === 'string' ? raw.split(' ').filter((scope) => scope !== '') : [];
}

/** Codes and refresh tokens carry what was granted; only these two requests ask anew. */
function asksForScopes(ctx: KoaContextWithOIDC): boolean {
  return ctx.oidc.route === 'authorization' || isMachine(ctx);
}

function isMachine(ctx: KoaContextWithOIDC): boolean {
  return ctx.oidc.route === 'token' && ctx.oidc.params?.grant_type === 'client_credentials';
}
