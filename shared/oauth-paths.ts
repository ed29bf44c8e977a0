import { ENDPOINT_PATH } from './protected-resource.ts';

/** Paths below the stage under which the sign-in facade answers. */
export const OAuthPath = {
  authorize: '/oauth/authorize',
  consent: '/oauth/consent',
  callback: '/oauth/callback',
  token: '/oauth/token',
  registration: '/oauth/register',
} as const;

/**
 * Paths below the issuer of the authorization server's metadata: RFC 8414 §3.1, and OpenID Connect Discovery §4, which is
 * what clients can reach where the issuer has a path, as on a bare stage URL.
 */
export const SERVER_METADATA_PATHS = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
] as const;

/** The facade's issuer identifier: the endpoint's URL without its last segment. */
export function facadeIssuer(resource: string): string {
  return resource.slice(0, -ENDPOINT_PATH.length);
}
