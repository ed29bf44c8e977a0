import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import { boundedFetch } from '../http/bounded-fetch.ts';
import { isLoopbackHttp } from '../http/loopback-http.ts';

const LIFE_MS = 300_000;
const TIMEOUT_MS = 3_000;

/**
 * Reads what an issuer says of itself.
 *
 * @throws Error when it cannot be read, speaks for another issuer, or names no safe token endpoint.
 */
export type FindIssuer = (issuer: string, signal: AbortSignal) => Promise<AuthorizationServer>;

interface IssuerFinder {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
}

interface Kept {
  readonly server: AuthorizationServer;
  readonly until: number;
}

/** Keeps the metadata of each configured issuer for five minutes. A failure is not kept, and neither is old age forgiven. */
export function issuerFinder({ fetch, now }: IssuerFinder): FindIssuer {
  const kept = new Map<string, Kept>();
  return async (issuer, signal) => {
    const known = kept.get(issuer);
    if (known && now().getTime() < known.until) return known.server;
    const server = await discover(issuer, fetch, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    checkServer(server, issuer);
    kept.set(issuer, { server, until: now().getTime() + LIFE_MS });
    return server;
  };
}

/** By RFC 8414, and by OpenID Connect Discovery where an issuer has no such document. */
async function discover(
  issuer: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<AuthorizationServer> {
  const url = new URL(issuer);
  const options = {
    signal,
    [customFetch]: boundedFetch(fetch),
    [allowInsecureRequests]: isLoopbackHttp(url),
  };
  const answer = await discoveryRequest(url, { ...options, algorithm: 'oauth2' });
  if (answer.status === 200) return processDiscoveryResponse(url, answer);
  return processDiscoveryResponse(url, await discoveryRequest(url, { ...options, algorithm: 'oidc' }));
}

/** oauth4webapi compares URLs; RFC 8414 §3.3 asks for the same text. */
function checkServer({ issuer: said, token_endpoint: endpoint }: AuthorizationServer, issuer: string): void {
  if (said !== issuer) throw new Error('the metadata are of another issuer');
  if (endpoint === undefined || !URL.canParse(endpoint)) throw new Error('the issuer names no token endpoint');
  const url = new URL(endpoint);
  const local = isLoopbackHttp(url) && isLoopbackHttp(new URL(issuer));
  if (url.protocol !== 'https:' && !local) throw new Error('a token endpoint is asked over https');
}
