/** Scopes of OpenID Connect, which belong to no endpoint and have no prefix. */
const STANDARD = new Set(['openid', 'email', 'profile', 'phone']);

/**
 * Completes short scope names as the endpoint's challenge spells its own.
 *
 * @param challenge Scopes of the challenge; everything up to their last `/` is the prefix.
 */
export function completeScopes(names: readonly string[], challenge: readonly string[]): readonly string[] {
  const prefix = prefixOf(challenge);
  return names.map((name) => (STANDARD.has(name) || name.includes('/') ? name : `${prefix}${name}`));
}

/** Splits a scope parameter into its names. */
export function splitScopes(text: string): readonly string[] {
  return text.split(/\s+/).filter((name) => name !== '');
}

function prefixOf(challenge: readonly string[]): string {
  const own = challenge.find((scope) => scope.includes('/')) ?? '';
  return own.slice(0, own.lastIndexOf('/') + 1);
}
