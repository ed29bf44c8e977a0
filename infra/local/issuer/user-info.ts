import type { IncomingMessage, ServerResponse } from 'node:http';
import { JwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import { personBySubject } from './people.ts';
import type { SigningKey } from './signing-key.ts';

/** Answers who an access token with the scope `openid` was issued to (OpenID Connect Core §5.3). */
export function userInfo(issuer: string, { n, e, kty, kid, alg, use }: SigningKey) {
  const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` });
  verifier.cacheJwks({ keys: [{ n, e, kty, kid, alg, use }] });
  return (request: IncomingMessage, response: ServerResponse): void => {
    const person = personOf(request.headers.authorization);
    if (!person) response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
    answer(response, person ? 200 : 401, person ?? { error: 'invalid_token' });
  };

  function personOf(authorization: string | undefined) {
    const token = authorization?.match(/^Bearer (\S+)$/i)?.[1];
    const claims = token === undefined ? undefined : verified(token);
    if (claims?.token_use !== 'access' || !claims.scope?.split(' ').includes('openid')) return undefined;
    const person = personBySubject(claims.sub ?? '');
    return person && { sub: person.subject, username: person.username, email: person.email, email_verified: 'true' };
  }

  function verified(token: string) {
    try {
      return verifier.verifySync(token);
    } catch (error) {
      if (error instanceof JwtBaseError) return undefined;
      throw error;
    }
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
