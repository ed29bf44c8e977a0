import type { ClaimNames } from '../../shared/claim-names.ts';

/** Where a claim stands: its name, or the way to it through object claims. */
export type ClaimPath = ClaimNames['subject'][number];

/**
 * Finds a claim by its name or path; undefined where nothing stands there. A name is never taken apart: dots and slashes
 * belong to it, as in Auth0's `https://example.com/groups`.
 *
 * @throws TypeError when something on the way is no object: then the issuer writes other claims than it is said to.
 */
export function claimAt(claims: unknown, path: ClaimPath): unknown {
  let value = claims;
  for (const name of [path].flat()) {
    if (value === undefined) return undefined;
    if (!isClaims(value)) throw new TypeError('a claim on the way to another is no object');
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function isClaims(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
