import type { Construct } from 'constructs';
import type { AudienceRule } from '../../shared/environment.ts';

/** A scope of an endpoint as the sign-in page shows it. */
export interface ResourceScope {
  /** Short name, without the resource's prefix. */
  readonly name: string;
  readonly description: string;
}

/** An endpoint in the eyes of an OAuth server. */
export interface OAuthResource {
  /** Canonical URL: the resource of RFC 8707 and RFC 9728. */
  readonly url: string;
  /** Known only when all tools are there, so asked for late. */
  scopes(): readonly ResourceScope[];
}

/** Who says who is calling: a Cognito pool of this stack, or any other issuer. */
export interface IdentitySource {
  /** Value of `iss` in access tokens. */
  readonly issuerUrl: string;
  readonly jwksUri: string;
  readonly audienceRule: AudienceRule;
  /** OAuth clients that may act for callers; asked for late, when all are there. */
  clientIds(): readonly string[];
  /**
   * Makes the endpoint known to the issuer.
   *
   * @returns what stands before a scope's short name in a token.
   */
  attach(scope: Construct, resource: OAuthResource): string;
}
