import type { ExternalClients, ExternalIssuerProps } from '../external-issuer-props.ts';

/**
 * In Okta: an authorization server of your own (the org's own one issues tokens for Okta alone) whose audience is the
 * endpoint's URL, one scope for each scope of the tools, a `groups` claim in access tokens if tools look at groups, and a
 * token life within the gateway's `maxTokenLife`; 5 minutes is the shortest.
 */
export interface OktaProps extends ExternalClients {
  /** Host of the organisation, for example `example.okta.com`, or its custom domain. */
  readonly domain: string;
  /** For example `default`. */
  readonly authorizationServerId: string;
}

/**
 * The caller is `uid`, which stays; `sub` is the sign-in name, which may change. Tokens of machines have no `uid`, and their
 * `sub` is the client. Only access tokens have `cid`.
 */
export function okta({ domain, authorizationServerId, ...clients }: OktaProps): ExternalIssuerProps {
  const issuerUrl = `https://${domain}/oauth2/${encodeURIComponent(authorizationServerId)}`;
  return {
    scopePrefix: '',
    ...clients,
    issuerUrl,
    jwksUri: `${issuerUrl}/v1/keys`,
    authorizationEndpoint: `${issuerUrl}/v1/authorize`,
    tokenEndpoint: `${issuerUrl}/v1/token`,
    claims: {
      subject: ['uid', 'sub'],
      client: ['cid'],
      username: ['sub'],
      groups: ['groups'],
      scope: ['scp'],
      accessToken: { claim: 'cid' },
    },
  };
}
