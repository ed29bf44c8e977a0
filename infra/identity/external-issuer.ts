import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ClaimNames } from '../../shared/claim-names.ts';
import type { AudienceRule } from '../../shared/environment.ts';
import type { ExternalIssuerProps } from './external-issuer-props.ts';
import type { IdentitySource, OAuthResource, PageClient } from './identity-source.ts';
import { type Auth0Props, auth0 } from './presets/auth0.ts';
import { type EntraProps, entra } from './presets/entra.ts';
import { type KeycloakProps, keycloak } from './presets/keycloak.ts';
import { type OktaProps, okta } from './presets/okta.ts';

/**
 * An issuer that exists already: the company's own sign-in. Its endpoint, scopes and clients are registered there by hand,
 * and clients talk to it without a facade.
 */
export class ExternalIssuer implements IdentitySource {
  /** Keycloak; see `KeycloakProps` for what to set up there. */
  static keycloak(props: KeycloakProps): ExternalIssuer {
    return new ExternalIssuer(keycloak(props));
  }

  /** Okta, with an authorization server of your own; see `OktaProps`. */
  static okta(props: OktaProps): ExternalIssuer {
    return new ExternalIssuer(okta(props));
  }

  /** Microsoft Entra ID; see `EntraProps`. */
  static entra(props: EntraProps): ExternalIssuer {
    return new ExternalIssuer(entra(props));
  }

  /** Auth0; see `Auth0Props`. */
  static auth0(props: Auth0Props): ExternalIssuer {
    return new ExternalIssuer(auth0(props));
  }

  readonly issuerUrl: string;
  readonly jwksUri: string;
  readonly audienceRule: AudienceRule;
  readonly claimNames: ClaimNames;
  readonly userPool = undefined;
  readonly facade = undefined;
  private readonly clients: readonly string[];
  private readonly machineClients: readonly string[];
  private readonly scopePrefix: string | undefined;
  private readonly page: Partial<PageClient>;

  /** @throws Error when issuer or keys are not behind https, or nothing would tie tokens to the endpoint. */
  constructor(props: ExternalIssuerProps) {
    this.issuerUrl = requireHttps('issuerUrl', props.issuerUrl);
    this.jwksUri = requireHttps('jwksUri', props.jwksUri);
    this.audienceRule = props.audienceRule ?? 'resource';
    this.claimNames = ClaimNames.parse(props.claims ?? {});
    this.clients = requireNames('clientIds', props.clientIds);
    this.machineClients = requireNames('machineClientIds', props.machineClientIds ?? []);
    this.scopePrefix = props.scopePrefix;
    requireBinding(props);
    this.page = readPage(props);
  }

  clientIds(): readonly string[] {
    return this.clients;
  }

  machineClientIds(): readonly string[] {
    return this.machineClients;
  }

  pageClient(scope: Construct): PageClient {
    const { clientId, authorizationEndpoint, tokenEndpoint } = this.page;
    if (clientId !== undefined && authorizationEndpoint !== undefined && tokenEndpoint !== undefined) {
      return { clientId, authorizationEndpoint, tokenEndpoint };
    }
    throw new Error(
      `${scope.node.path}: people enter secrets of their own at a page that signs them in, so the issuer needs pageClientId, authorizationEndpoint and tokenEndpoint; or give the secret connectPage: false`,
    );
  }

  attach(_scope: unknown, resource: OAuthResource): string {
    return this.scopePrefix ?? `${resource.url}/`;
  }
}

function readPage({ pageClientId, authorizationEndpoint, tokenEndpoint, ...props }: ExternalIssuerProps) {
  if (pageClientId !== undefined && [...props.clientIds, ...(props.machineClientIds ?? [])].includes(pageClientId)) {
    throw new Error(`pageClientId is a client of its own, which may not call, got ${JSON.stringify(pageClientId)}`);
  }
  return {
    ...(pageClientId !== undefined && { clientId: pageClientId }),
    ...(authorizationEndpoint !== undefined && {
      authorizationEndpoint: requireHttps('authorizationEndpoint', authorizationEndpoint),
    }),
    ...(tokenEndpoint !== undefined && { tokenEndpoint: requireHttps('tokenEndpoint', tokenEndpoint) }),
  };
}

function requireHttps(prop: string, url: string): string {
  if (Token.isUnresolved(url) || url.startsWith('https://')) return url;
  throw new Error(`${prop} starts with https://, got ${JSON.stringify(url)}`);
}

/** Lists travel comma-separated. */
function requireNames(prop: string, names: readonly string[]): readonly string[] {
  const bad = names.find((name) => !Token.isUnresolved(name) && !/^[^\s,]+$/.test(name));
  if (bad === undefined) return names;
  throw new Error(`${prop} are ids without commas and spaces, got ${JSON.stringify(bad)}`);
}

/** Scopes without a prefix are anybody's: a token for another API of the issuer would pass (RS3, B13). */
function requireBinding({ audienceRule, scopePrefix, machineClientIds = [] }: ExternalIssuerProps): void {
  const byScope = audienceRule === 'client-and-scope' || machineClientIds.length > 0;
  if (!byScope || scopePrefix !== '') return;
  throw new Error(
    "machine clients and audienceRule 'client-and-scope' need scopes that no other API has, got an empty scopePrefix",
  );
}
