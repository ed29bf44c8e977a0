import { facadeIssuer, OAuthPath } from '../../shared/oauth-paths.ts';

/** Where the pool sends people back to: the only redirect address its app clients have. */
export function callbackUrl(resource: string): string {
  return `${facadeIssuer(resource)}${OAuthPath.callback}`;
}

/** Where the consent page sends its form. */
export function consentUrl(resource: string): string {
  return `${facadeIssuer(resource)}${OAuthPath.consent}`;
}
