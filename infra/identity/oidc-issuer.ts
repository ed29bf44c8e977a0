import { Token } from 'aws-cdk-lib';
import type { AudienceRule } from '../../shared/environment.ts';
import type { IdentitySource, OAuthResource } from './identity-source.ts';

export interface OidcIssuerProps {
  /** Value of `iss` in access tokens, for example `https://login.example.com`. */
  readonly issuerUrl: string;
  /** Where the issuer publishes its keys. */
  readonly jwksUri: string;
  /** Clients that may act for callers. */
  readonly clientIds: readonly string[];
  /**
   * What the issuer writes before a scope's short name.
   *
   * @default - the endpoint's URL and a slash, as Cognito does
   */
  readonly scopePrefix?: string;
  /**
   * How tokens are tied to the endpoint.
   *
   * @default 'resource'
   */
  readonly audienceRule?: AudienceRule;
}

/** An issuer that exists already: the company's own sign-in. Its endpoint and scopes are registered there by hand. */
export class OidcIssuer implements IdentitySource {
  readonly issuerUrl: string;
  readonly jwksUri: string;
  readonly audienceRule: AudienceRule;
  private readonly clients: readonly string[];
  private readonly scopePrefix: string | undefined;

  /** @throws Error when issuer or keys are not behind https. */
  constructor(props: OidcIssuerProps) {
    this.issuerUrl = requireHttps('issuerUrl', props.issuerUrl);
    this.jwksUri = requireHttps('jwksUri', props.jwksUri);
    this.audienceRule = props.audienceRule ?? 'resource';
    this.clients = props.clientIds;
    this.scopePrefix = props.scopePrefix;
  }

  clientIds(): readonly string[] {
    return this.clients;
  }

  attach(_scope: unknown, resource: OAuthResource): string {
    return this.scopePrefix ?? `${resource.url}/`;
  }
}

function requireHttps(prop: string, url: string): string {
  if (Token.isUnresolved(url) || url.startsWith('https://')) return url;
  throw new Error(`${prop} starts with https://, got ${JSON.stringify(url)}`);
}
