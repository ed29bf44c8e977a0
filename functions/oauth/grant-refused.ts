import { type GrantError, OAuthError } from './oauth-failure.ts';

/** A refusal of the token endpoint. The rule is a fixed sentence for the log. */
export function grantRefused(error: GrantError, rule: string): OAuthError {
  return new OAuthError({ reason: 'grant_refused', error, rule });
}
