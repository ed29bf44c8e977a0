import type { ExternalClients, ExternalIssuerProps } from '../external-issuer-props.ts';

/**
 * In the realm: one client scope for each scope of the tools, and an audience mapper that writes the endpoint's URL into
 * `aud` of access tokens. Clients are public, with PKCE S256, and without service accounts, whose tokens have a sign-in
 * name like a person's (B13). Machine clients are clients of their own, without the client scope `profile`: a machine with a
 * sign-in name is refused. People's clients keep the default scopes `basic` (`sub`, `auth_time`), `profile` and `roles`.
 * Keycloak's own life of access tokens, 5 minutes, fits.
 */
export interface KeycloakProps extends ExternalClients {
  /** Where Keycloak answers, for example `https://sso.example.com`; with the relative path where it has one. */
  readonly url: string;
  readonly realm: string;
}

/** Groups are the realm's roles. Access tokens say `typ: Bearer`, which ID and refresh tokens do not. */
export function keycloak({ url, realm, ...clients }: KeycloakProps): ExternalIssuerProps {
  const issuerUrl = `${url.replace(/\/+$/, '')}/realms/${encodeURIComponent(realm)}`;
  return {
    scopePrefix: '',
    ...clients,
    issuerUrl,
    jwksUri: `${issuerUrl}/protocol/openid-connect/certs`,
    authorizationEndpoint: `${issuerUrl}/protocol/openid-connect/auth`,
    tokenEndpoint: `${issuerUrl}/protocol/openid-connect/token`,
    claims: {
      client: ['azp'],
      username: ['preferred_username'],
      groups: [['realm_access', 'roles']],
      accessToken: { claim: 'typ', value: 'Bearer' },
    },
  };
}
