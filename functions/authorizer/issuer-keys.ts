import type { Jwks, JwksCache, JwkWithKid } from 'aws-jwt-verify/jwk';
import { checkKey } from './check-header.ts';
import type { FetchKeys } from './fetch-keys.ts';
import { Refusal, tokenRefused } from './refusal.ts';

/** Keys older than this are read again, so that a key the issuer withdrew stops opening doors. */
const MAX_AGE_MS = 3_600_000;
/** How often an unknown key id may cause a fetch, however many arrive. */
const FETCH_WINDOW_MS = 10_000;
/** How soon after a fetch that failed the next one may start. */
const RETRY_WINDOW_MS = 1_000;

/**
 * The keys of the one configured issuer, for aws-jwt-verify (B2).
 *
 * Its own cache never ages and fetches on every request while the endpoint is down; this one does neither.
 */
export function issuerKeys({ fetchKeys, now }: { readonly fetchKeys: FetchKeys; readonly now: () => Date }): JwksCache {
  let cached: { readonly jwks: Jwks; readonly at: number } | undefined;
  let nextFetchAt = 0;
  let fetching: Promise<Jwks> | undefined;

  function fresh(): Jwks | undefined {
    return cached && now().getTime() - cached.at < MAX_AGE_MS ? cached.jwks : undefined;
  }

  async function read(jwksUri: string): Promise<Jwks> {
    try {
      const jwks = await fetchKeys(jwksUri);
      const at = now().getTime();
      cached = { jwks, at };
      nextFetchAt = at + FETCH_WINDOW_MS;
      return jwks;
    } catch (cause) {
      nextFetchAt = now().getTime() + RETRY_WINDOW_MS;
      throw new Refusal({ reason: 'keys_unreachable' }, { cause });
    } finally {
      fetching = undefined;
    }
  }

  async function getJwks(jwksUri: string): Promise<Jwks> {
    if (!fetching && now().getTime() < nextFetchAt) {
      const jwks = fresh();
      if (jwks) return jwks;
      throw new Refusal({ reason: 'keys_unreachable' });
    }
    fetching ??= read(jwksUri);
    return fetching;
  }

  return {
    getJwks,
    async getJwk(jwksUri, { header }) {
      const known = fresh();
      const key = (known && findKey(known, header.kid)) ?? findKey(await getJwks(jwksUri), header.kid);
      return fitting(key, header.alg);
    },
    getCachedJwk(_jwksUri, { header }) {
      const known = fresh();
      return fitting(known && findKey(known, header.kid), header.alg);
    },
    addJwks(_jwksUri, jwks) {
      cached = { jwks, at: now().getTime() };
    },
  };
}

function findKey({ keys }: Jwks, kid: string | undefined): JwkWithKid | undefined {
  return keys.find((key): key is JwkWithKid => key.kid !== undefined && key.kid === kid);
}

function fitting(key: JwkWithKid | undefined, alg: string | undefined): JwkWithKid {
  if (!key) throw tokenRefused('key_unknown');
  checkKey(alg, key);
  return key;
}
