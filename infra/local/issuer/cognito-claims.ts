import { createHash } from 'node:crypto';
import type { AccessToken, ClientCredentials, JWTStructured, KoaContextWithOIDC } from 'oidc-provider';
import { type Person, personBySubject } from './people.ts';
import { NO_RESOURCE } from './scope-request.ts';

/** A claim set before it is signed. */
type Claims = Record<string, unknown>;

/** Claims of Cognito access tokens beyond the registered ones (Cognito guide, "Understanding the access token"). */
export function accessTokenClaims(
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
  groups: readonly string[],
): Claims {
  const common = { token_use: 'access', version: 2 };
  const person = 'accountId' in token ? personBySubject(token.accountId) : undefined;
  if (!person || !('grantId' in token)) return { ...common, auth_time: token.iat };
  return {
    ...common,
    ...signInIds(token.grantId),
    ...groupClaim(person, groups),
    username: person.username,
    auth_time: ctx.oidc.entities.AuthorizationCode?.authTime ?? ctx.oidc.entities.RefreshToken?.authTime,
  };
}

/** Claims of Cognito ID tokens beyond the registered ones. */
export function idTokenClaims(person: Person, grantId: string, jti: string, groups: readonly string[]): Claims {
  return {
    ...signInIds(grantId),
    ...groupClaim(person, groups),
    jti,
    token_use: 'id',
    'cognito:username': person.username,
    email: person.email,
    email_verified: true,
  };
}

/** Which scope opens which claim of an ID token. */
export const CLAIMS_BY_SCOPE = {
  openid: ['sub', 'jti', 'origin_jti', 'event_id', 'token_use', 'cognito:username', 'cognito:groups'],
  email: ['email', 'email_verified'],
  profile: [],
  phone: [],
};

/**
 * Gives an access token the shape of Cognito's: no `typ` in its header, a UUID as `jti`, and no `aud` unless the client
 * asked for a resource.
 *
 * oidc-provider insists on an audience, so it is left out when the claims are written as JSON.
 */
export function shapeAccessToken(parts: JWTStructured, jti: string): void {
  parts.header = { typ: undefined };
  parts.payload.jti = jti;
  if (parts.payload.aud !== NO_RESOURCE) return;
  const toJSON = () => ({ ...parts.payload, aud: undefined });
  Object.defineProperty(parts.payload, 'toJSON', { value: toJSON, enumerable: false });
}

/** Ids shared by all tokens of one sign-in; `origin_jti` is what a revocation of the whole sign-in names. */
function signInIds(grantId: string): Claims {
  return { origin_jti: uuidFrom(`origin ${grantId}`), event_id: uuidFrom(`event ${grantId}`) };
}

function groupClaim(person: Person, existing: readonly string[]): Claims {
  const groups = person.groups.filter((group) => existing.includes(group));
  return groups.length > 0 ? { 'cognito:groups': groups } : {};
}

/** A UUID of version 8 (RFC 9562 §5.8), which leaves its bits to the application. */
function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
