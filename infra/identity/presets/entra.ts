import type { ExternalClients, ExternalIssuerProps } from '../external-issuer-props.ts';

/**
 * In Entra: an app registration for the API whose application ID URI is the endpoint's URL, which needs a domain that is
 * verified in the tenant, so give the gateway a `domainName`. Its `requestedAccessTokenVersion` is 1: tokens of version 2
 * name the API by its client id in `aud`, never by its URL. One delegated scope for each scope of the tools; app roles serve
 * as groups. Tokens live for an hour or more unless a token lifetime policy says less, so the gateway's `maxTokenLife` is
 * raised as well. Check with your tenant what `aud`, `iss` and `scp` say before people rely on it.
 */
export interface EntraProps extends Omit<ExternalClients, 'machineClientIds'> {
  /** The tenant's id, a GUID: names and `common` stand in no token's issuer. */
  readonly tenantId: string;
}

/**
 * The caller is `oid`, one for a person in the whole tenant; `sub` differs from app to app. Only tokens that act for people
 * have `scp`, so machines are refused.
 *
 * @throws Error when the tenant is not named by its id.
 */
export function entra({ tenantId, ...clients }: EntraProps): ExternalIssuerProps {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tenantId)) {
    throw new Error(`tenantId is a GUID in lower case, got ${JSON.stringify(tenantId)}`);
  }
  return {
    scopePrefix: '',
    ...clients,
    issuerUrl: `https://sts.windows.net/${tenantId}/`,
    jwksUri: `https://login.microsoftonline.com/${tenantId}/discovery/keys`,
    authorizationEndpoint: `https://login.microsoftonline.com/${tenantId}/oauth2/authorize`,
    tokenEndpoint: `https://login.microsoftonline.com/${tenantId}/oauth2/token`,
    claims: {
      subject: ['oid'],
      client: ['appid'],
      username: ['upn', 'unique_name'],
      groups: ['roles', 'groups'],
      scope: ['scp'],
      accessToken: { claim: 'scp' },
    },
  };
}
