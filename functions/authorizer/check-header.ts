import type { Jwk } from 'aws-jwt-verify/jwk';
import { tokenRefused } from './refusal.ts';

/**
 * Header fields a token may have (RFC 7515 §4.1). No `jwk`, `jku`, `x5u`, `x5c`: keys come from the issuer. No `crit`.
 * Thumbprints are not read; some issuers write them beside the key id.
 */
const FIELDS = new Set(['alg', 'kid', 'typ', 'x5t', 'x5t#S256']);
/** RFC 9068 §4 for the second; Cognito writes none. */
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** Accepted algorithms, each with the one kind of key that fits it (RFC 8725 §3.1). */
const KEY_OF: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
};

/** RFC 7518 §3.3: RSA keys have at least 2048 bits. */
const MIN_RSA_BYTES = 256;

/**
 * Checks a token's header before any key is looked up.
 *
 * @throws Refusal naming what is wrong.
 */
export function checkHeader(header: Readonly<Record<string, unknown>>): void {
  if (!Object.keys(header).every((name) => FIELDS.has(name))) throw tokenRefused('header_field');
  const { alg, kid, typ } = header;
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.has(typ.toLowerCase()))) throw tokenRefused('type');
  if (typeof alg !== 'string' || !Object.hasOwn(KEY_OF, alg)) throw tokenRefused('algorithm');
  if (typeof kid !== 'string' || kid === '') throw tokenRefused('key_unknown');
}

/**
 * Checks that the issuer's key is of the one kind that fits the token's algorithm.
 *
 * @throws Refusal when it is of another kind or too small.
 */
export function checkKey(alg: string | undefined, { kty, crv, n }: Jwk): void {
  const wanted = alg !== undefined && Object.hasOwn(KEY_OF, alg) ? KEY_OF[alg] : undefined;
  if (wanted?.kty !== kty || (wanted.crv !== undefined && wanted.crv !== crv)) throw tokenRefused('key_unfit');
  if (kty === 'RSA' && Buffer.from(n ?? '', 'base64url').length < MIN_RSA_BYTES) throw tokenRefused('key_unfit');
}
