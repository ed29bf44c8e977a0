import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as z from 'zod';

/** Longest life of an assertion that is taken, in seconds. */
const LONGEST = 120;

const Claims = z.object({ sub: z.string().min(1), jti: z.string().min(1), iat: z.number(), exp: z.number() });

export interface GatewayAssertionsParts {
  /** Whose assertions are taken: the gateway's endpoint. */
  readonly endpoint: string;
  /** Where its public key is. */
  readonly jwksUri: string;
  /** For whom they must be: this issuer. */
  readonly audience: string;
}

/** Says whom an assertion of the gateway speaks of; undefined for one that is not to be taken. Each is taken once. */
export function gatewayAssertions(parts: GatewayAssertionsParts): (assertion: string) => Promise<string | undefined> {
  const { endpoint: issuer, jwksUri, audience } = parts;
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const used = new Set<string>();
  return async (assertion) => {
    try {
      const { payload } = await jwtVerify(assertion, keys, { issuer, audience, algorithms: ['ES256'] });
      const { sub, jti, iat, exp } = Claims.parse(payload);
      if (exp - iat > LONGEST || used.has(jti)) return undefined;
      used.add(jti);
      return sub;
    } catch {
      return undefined;
    }
  };
}
