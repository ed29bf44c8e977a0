import { JwtVerifier } from 'aws-jwt-verify';
import {
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
} from 'aws-jwt-verify/error';
import type { JwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import { shortScopes } from '../../shared/tool-scope.ts';
import { checkClaims, type TokenRules } from './check-claims.ts';
import { checkHeader } from './check-header.ts';
import { deriveCaller } from './derive-caller.ts';
import { type TokenFault, tokenRefused } from './refusal.ts';
import { TokenClaims } from './token-claims.ts';

/** What verification needs: the issuer, its keys, the deployment's rules and the time. */
export interface TokenVerifierProps {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly keys: JwksCache;
  readonly rules: TokenRules;
  readonly now: () => Date;
}

/** Turns a token into who is calling and with which scopes. */
export type VerifyToken = (token: string) => Promise<VerifiedRequest>;

/**
 * Makes the verifier of one issuer. Every check runs on every request (B1).
 *
 * The audience is checked by the deployment's rule instead of the library's: Cognito binds none without a resource.
 */
export function tokenVerifier({ issuer, jwksUri, keys, rules, now }: TokenVerifierProps): VerifyToken {
  return async (token) => {
    const unverified = await orRefuse(async () => decomposeUnverifiedJwt(token));
    checkHeader({ ...unverified.header });
    if (unverified.payload.iss !== issuer) throw tokenRefused('issuer');
    // A verifier per token: one that lives longer keeps a key under its id after the issuer has replaced it.
    const verifier = JwtVerifier.create({ issuer, jwksUri, audience: null }, { jwksCache: keys });
    const payload = await orRefuse(() => verifier.verify(token));
    const claims = TokenClaims.safeParse(payload);
    if (!claims.success) throw tokenRefused('claims', { cause: claims.error });
    const scopes = shortScopes(rules.scopePrefix, claims.data.scope.split(' '));
    checkClaims(claims.data, { typ: unverified.header.typ, scopes, rules, now });
    return { caller: deriveCaller(claims.data), scopes };
  };
}

/** Names the library's refusals. Its messages quote the token, so they stay out of causes that are logged. */
async function orRefuse<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof JwtBaseError ? tokenRefused(faultOf(error)) : error;
  }
}

function faultOf(error: JwtBaseError): TokenFault {
  if (error instanceof JwtExpiredError) return 'expired';
  if (error instanceof JwtNotBeforeError) return 'not_yet_valid';
  if (error instanceof JwtInvalidIssuerError) return 'issuer';
  if (error instanceof JwtInvalidSignatureError) return 'signature';
  return 'malformed';
}
