import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { demoProfile } from './demo-profiles.ts';
import type { ServiceAnswer, ServiceRequest } from './service-request.ts';
import type { Surroundings } from './stand-in.ts';

const SCOPE = 'profile.read';

const Claims = z.object({
  sub: z.string().min(1),
  scope: z.string(),
  act: z.object({ sub: z.string().min(1) }).optional(),
});

/**
 * Stands in for a service that keeps a profile of each customer, and lets in who shows a token of its own issuer
 * (RFC 9068 §4): for a person, with its scope, and only where the token says who acts for them.
 */
export function profiles({
  url,
  addressOf,
  onVisit,
}: Surroundings): (request: ServiceRequest) => Promise<ServiceAnswer> {
  const issuer = addressOf('profiles-issuer');
  const keys = createRemoteJWKSet(new URL('/jwks', issuer));
  return async ({ method, path, headers }) => {
    const [, token = ''] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(headers.authorization ?? '') ?? [];
    const claims = await claimsOf(token, keys, { issuer, audience: url });
    const { sub: subject, act: { sub: actor } = {} } = claims ?? {};
    onVisit({ service: 'profiles', shown: [token], ...(subject && { subject }), ...(actor && { actor }) });
    if (!claims || subject === undefined) return { status: 401, body: { error: 'invalid_token' } };
    if (!claims.scope.split(' ').includes(SCOPE)) return { status: 403, body: { error: 'insufficient_scope' } };
    if (actor === undefined) return { status: 403, body: { error: 'the token does not say who acts' } };
    const profile = method === 'GET' && path === '/v1/profile' ? demoProfile(subject) : undefined;
    return profile ? { status: 200, body: profile } : { status: 404, body: { error: 'no profile' } };
  };
}

async function claimsOf(
  token: string,
  keys: JWTVerifyGetKey,
  expected: { readonly issuer: string; readonly audience: string },
): Promise<z.infer<typeof Claims> | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      typ: 'at+jwt',
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    return Claims.safeParse(payload).data;
  } catch {
    return undefined;
  }
}
