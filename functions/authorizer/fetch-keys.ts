import type { Jwks } from 'aws-jwt-verify/jwk';
import { assertIsJwks } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import { isLoopbackHttp } from '../http/loopback-http.ts';
import { readBounded } from '../http/read-bounded.ts';

/** Cognito answers in well under 200 ms; API Gateway waits for an authorizer at most 30 s. */
const FETCH_TIMEOUT_MS = 2000;
/** A key set of Cognito has about 1 KB. */
const MAX_KEYS_BYTES = 65_536;

/** Reads a key set from its URL. */
export type FetchKeys = (jwksUri: string) => Promise<Jwks>;

/**
 * Fetches the issuer's keys: HTTPS, or HTTP to this machine; no redirects, bounded in time and size (B2).
 *
 * @throws Error when the endpoint does not answer with a key set.
 */
export const fetchKeys: FetchKeys = async (jwksUri) => {
  const url = new URL(jwksUri);
  if (url.protocol !== 'https:' && !isLoopbackHttp(url)) {
    throw new Error(`keys are read over https only, got ${url.protocol}`);
  }
  const response = await fetch(jwksUri, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (response.status !== 200) throw new Error(`the keys' endpoint answered ${response.status}`);
  const jwks = safeJsonParse(await readBounded(response, MAX_KEYS_BYTES));
  assertIsJwks(jwks);
  return jwks;
};
