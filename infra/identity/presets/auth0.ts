import type { ExternalClients, ExternalIssuerProps } from '../external-issuer-props.ts';

/**
 * In Auth0: an API whose identifier is the endpoint's URL, with the token profile RFC 9068, which marks access tokens as
 * `at+jwt`, a token life within the gateway's `maxTokenLife`, and one permission for each scope of the tools. Names and
 * groups are no part of its access tokens: an Action adds them under names of your own.
 */
export interface Auth0Props extends ExternalClients {
  /** Host of the tenant, for example `example.eu.auth0.com`, or its custom domain. */
  readonly domain: string;
  /** Claim an Action writes the sign-in name to, for example `https://example.com/name`. Without it nobody is a person. */
  readonly usernameClaim: string;
  /**
   * Claim an Action writes groups to, for example `https://example.com/groups`.
   *
   * @default - no groups
   */
  readonly groupsClaim?: string;
}

/** Its issuer ends with a slash. */
export function auth0({ domain, usernameClaim, groupsClaim, ...clients }: Auth0Props): ExternalIssuerProps {
  return {
    scopePrefix: '',
    ...clients,
    issuerUrl: `https://${domain}/`,
    jwksUri: `https://${domain}/.well-known/jwks.json`,
    authorizationEndpoint: `https://${domain}/authorize`,
    tokenEndpoint: `https://${domain}/oauth/token`,
    claims: {
      client: ['client_id', 'azp'],
      username: [usernameClaim],
      groups: groupsClaim === undefined ? [] : [groupsClaim],
    },
  };
}
