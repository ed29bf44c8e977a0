import type { OfferedScope } from './load-scopes.ts';
import { OAuthError } from './oauth-failure.ts';

/**
 * Scopes of OpenID Connect, which clients copy from habit. A token for tools needs none of them, and the pool would let
 * it read the person's profile; refusing them would keep such clients out. So they are left away without a word.
 */
const LEFT_AWAY = new Set(['openid', 'profile', 'email', 'phone', 'address', 'offline_access']);

/**
 * The scopes a client asks for: full names, each once. Asking for none means the ones a first sign-in needs.
 *
 * Everything unknown is refused, above all the pool's own `aws.cognito.signin.user.admin` (C6).
 *
 * @throws OAuthError `request_refused` with `invalid_scope`.
 */
export function requestedScopes(asked: string | undefined, offered: readonly OfferedScope[]): readonly string[] {
  const names = new Set((asked ?? '').split(' ').filter((name) => name !== '' && !LEFT_AWAY.has(name)));
  if (names.size === 0) return offered.filter(({ baseline }) => baseline).map(({ scope }) => scope);
  const known = offered.map(({ scope }) => scope).filter((scope) => names.has(scope));
  if (known.length === names.size) return known;
  throw new OAuthError({
    reason: 'request_refused',
    error: 'invalid_scope',
    rule: 'a scope is not one of this endpoint',
  });
}
