import { ASSERTION_SECONDS } from '../../shared/downstream.ts';

/** Claims of a JWT that the gateway signs (RFC 7523 §3). */
export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
  /** The client a person uses: in assertions of who calls only. */
  readonly client_id?: string;
}

interface Assertion {
  readonly issuer: string;
  readonly subject: string;
  /** The one issuer it is for. */
  readonly audience: string;
}

/** Claims for one request: they say who vouches for whom, to this issuer alone, for a minute, once. */
export function assertionClaims(
  { issuer, subject, audience }: Assertion,
  { now, randomUUID }: { readonly now: () => Date; readonly randomUUID: () => string },
): AssertionClaims {
  const iat = Math.floor(now().getTime() / 1000);
  return {
    iss: issuer,
    sub: subject,
    aud: audience,
    iat,
    nbf: iat,
    exp: iat + ASSERTION_SECONDS,
    jti: randomUUID(),
  };
}
