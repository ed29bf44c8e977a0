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
import { readClaims, type TokenClaims } from './token-claims.ts';

/** What verification needs: the issuer, its keys, the deployment's rules and the time. */
export interface TokenVerifierProps {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly keys: JwksCache;
  readonly rules: TokenRules;
  readonly now: () => Date;
}

/** A token that is genuine, alive and meant for this gateway. Whether it was stopped is not known yet. */
export interface VerifiedToken extends Pick<VerifiedRequest, 'caller' | 'scopes'> {
  /** Whether its client is in the template; any other must have been admitted at run time. */
  readonly isClientListed: boolean;
  /**
   * When the person signed in, in seconds since the epoch. Where the issuer does not say, when the token was issued: then
   * a refreshed token counts as a new sign-in, and only a switch stops it.
   */
  readonly signedInAt: number;
  /** Ids under which the token can be revoked: its own, and the one all tokens of its sign-in share. */
  readonly tokenIds: readonly string[];
}

/** Turns a token into who is calling and with which scopes. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>;

/**
 * Makes the verifier of one issuer. Every check runs on every request (B1).
 *
 * The audience is checked by the deployment's rule instead of the library's: Cognito binds none without a resource.
 */
export function tokenVerifier({ issuer, jwksUri, keys, rules, now }: TokenVerifierProps): VerifyToken {
  const listedClients = [...rules.allowedClients, ...rules.machineClients];
  return async (token) => {
    const unverified = await orRefuse(async () => decomposeUnverifiedJwt(token));
    checkHeader({ ...unverified.header });
    if (unverified.payload.iss !== issuer) throw tokenRefused('issuer');
    // A verifier per token: one that lives longer keeps a key under its id after the issuer has replaced it.
    const verifier = JwtVerifier.create({ issuer, jwksUri, audience: null }, { jwksCache: keys });
    const payload = await orRefuse(() => verifier.verify(token));
    const claims = orRefuseClaims(() => readClaims(payload, rules.claimNames));
    const scopes = shortScopes(rules.scopePrefix, claims.scopes);
    checkClaims(claims, { typ: unverified.header.typ, scopes, rules, now });
    const caller = deriveCaller(claims, rules.machineClients);
    return {
      caller,
      scopes,
      isClientListed: listedClients.includes(caller.clientId),
      signedInAt: claims.auth_time ?? claims.iat,
      tokenIds: [claims.jti, claims.origin_jti].filter((id) => id !== undefined),
    };
  };
}

function orRefuseClaims(read: () => TokenClaims): TokenClaims {
  try {
    return read();
  } catch (cause) {
    throw tokenRefused('claims', { cause });
  }
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
