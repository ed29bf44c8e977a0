import { type Client, type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { clientAdapter } from './client-adapter.ts';
import type { ClientStore } from './client-store.ts';
import { accessTokenClaims, CLAIMS_BY_SCOPE, idTokenClaims, shapeAccessToken } from './cognito-claims.ts';
import { errorPage } from './error-page.ts';
import { loopbackOrigin } from './loopback-origin.ts';
import { personBySubject } from './people.ts';
import type { PoolClient } from './pool-clients.ts';
import { NO_RESOURCE, resolveScopes, STANDARD_SCOPES } from './scope-request.ts';
import { signInPath } from './sign-in.ts';
import type { SigningKey } from './signing-key.ts';
import type { TokenStore } from './token-store.ts';
import type { UserPool } from './user-pool.ts';

/** What the configuration is made from. */
export interface ProviderParts {
  /** Origin of the issuer. */
  readonly url: string;
  readonly pool: UserPool;
  readonly clients: ClientStore;
  readonly tokens: TokenStore;
  readonly key: SigningKey;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUUID: () => string;
}

/** Paths of Cognito's endpoints below the issuer, which stands for the pool's domain too. */
export function cognitoRoutes(poolId: string) {
  return {
    jwks: `/${poolId}/.well-known/jwks.json`,
    authorization: `/${poolId}/oauth2/authorize`,
    token: `/${poolId}/oauth2/token`,
    revocation: `/${poolId}/oauth2/revoke`,
    end_session: `/${poolId}/logout`,
  };
}

/** Where oidc-provider answers discovery; the issuer leads all of Cognito's forms here. */
export const DISCOVERY_ROUTE = '/.well-known/openid-configuration';

/** Path of the endpoint that oidc-provider cannot serve, because it refuses JWTs there. */
export function userInfoPath(poolId: string): string {
  return `/${poolId}/oauth2/userInfo`;
}

/** Lifetime of a code and of an open sign-in page, in seconds: Cognito's. */
const CODE_SECONDS = 300;

/** Sets oidc-provider up to answer like a Cognito user pool with managed login. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const { url, pool, clients, tokens, key, randomBytes, randomUUID } = parts;
  return {
    routes: cognitoRoutes(pool.id),
    jwks: { keys: [key] },
    discovery: { userinfo_endpoint: `${url}${userInfoPath(pool.id)}` },
    adapter: (model) => (model === 'Client' ? clientAdapter(clients) : tokens.adapter(model)),
    scopes: STANDARD_SCOPES.filter((scope) => scope in CLAIMS_BY_SCOPE),
    claims: CLAIMS_BY_SCOPE,
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    clientBasedCORS: (_ctx, origin, client) => isOwnOrigin(origin, client.redirectUris ?? []),
    pkce: { required: () => true },
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      long: { httpOnly: true, sameSite: 'lax', overwrite: true },
      short: { httpOnly: true, sameSite: 'lax', overwrite: true },
    },
    interactions: {
      policy: interactionPolicy.base(),
      url: (_ctx, interaction) => `${signInPath(pool.id)}${interaction.uid}`,
    },
    findAccount: (_ctx, subject, token) => {
      const person = personBySubject(subject);
      if (!person) return undefined;
      const grantId = token && 'grantId' in token && typeof token.grantId === 'string' ? token.grantId : '';
      return {
        accountId: subject,
        claims: () => ({ sub: subject, ...idTokenClaims(person, grantId, randomUUID(), pool.groups) }),
      };
    },
    loadExistingGrant: grantWhatWasAsked,
    extraTokenClaims: (ctx, token) => accessTokenClaims(ctx, token, pool.groups),
    formats: { customizers: { jwt: (_ctx, _token, jwt) => shapeAccessToken(jwt, randomUUID()) } },
    ttl: lifetimes(clients),
    renderError: errorPage,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      registration: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf ?? NO_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, { clientId }) =>
          resolveScopes(ctx, resource, { pool, client: clientById(clients, clientId) }),
      },
    },
  };
}

/** Consent is implicit: signing in grants the client what it asked for and may have. */
async function grantWhatWasAsked(ctx: KoaContextWithOIDC) {
  const { provider, session, client, requestParamOIDCScopes, requestParamScopes, resourceServers } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: client?.clientId });
  grant.addOIDCScope(requestParamOIDCScopes);
  for (const [resource, { scopes }] of Object.entries(resourceServers ?? {})) {
    grant.addResourceScope(
      resource,
      [...requestParamScopes].filter((scope) => scopes.has(scope)),
    );
  }
  await grant.save();
  return grant;
}

function lifetimes(clients: ClientStore): Configuration['ttl'] {
  const of = ({ clientId }: Client) => clientById(clients, clientId).lifetimes;
  return {
    AccessToken: (_ctx, _token, client) => of(client).accessToken,
    ClientCredentials: (_ctx, _token, client) => of(client).accessToken,
    IdToken: (_ctx, _token, client) => of(client).idToken,
    RefreshToken: (_ctx, _token, client) => of(client).refreshToken,
    AuthorizationCode: CODE_SECONDS,
    Interaction: CODE_SECONDS,
    Session: CODE_SECONDS,
    Grant: (_ctx, { clientId = '' }) => Math.max(CODE_SECONDS, clientById(clients, clientId).lifetimes.refreshToken),
  };
}

function clientById(clients: ClientStore, id: string): PoolClient {
  const client = clients.find(id);
  if (!client) throw new errors.InvalidClient('client not found');
  return client;
}

/** Browsers may read tokens only in pages of a client's own redirect addresses. */
function isOwnOrigin(origin: string, redirectUris: readonly string[]): boolean {
  return redirectUris.some((uri) => loopbackOrigin(uri) === loopbackOrigin(origin));
}
