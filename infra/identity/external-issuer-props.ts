import type * as z from 'zod';
import type { ClaimNames } from '../../shared/claim-names.ts';
import type { AudienceRule } from '../../shared/environment.ts';

/** Who may call, and with which scopes, whoever the issuer is. */
export interface ExternalClients {
  /** Clients that may act for people. */
  readonly clientIds: readonly string[];
  /**
   * Clients that act for themselves (B13). Their tokens are tied to the endpoint by client and scope, so a `scopePrefix`
   * that no other API has goes with them.
   *
   * @default - none
   */
  readonly machineClientIds?: readonly string[];
  /**
   * What the issuer writes before a scope's short name.
   *
   * @default - the endpoint's URL and a slash, as Cognito does; the presets of products have their own
   */
  readonly scopePrefix?: string;
  /**
   * Client of the page where people enter secrets of their own: public, for codes with PKCE S256 and the scope `openid`,
   * with the redirect address `<endpoint's URL without /mcp>/connect/callback`. None of `clientIds`.
   *
   * @default - none; tools can have no secrets that people enter themselves
   */
  readonly pageClientId?: string;
}

export interface ExternalIssuerProps extends ExternalClients {
  /** Value of `iss` in access tokens, byte for byte, for example `https://login.example.com`. */
  readonly issuerUrl: string;
  /** Where the issuer publishes its keys. */
  readonly jwksUri: string;
  /**
   * How tokens are tied to the endpoint. Under 'resource' the issuer writes the endpoint's URL into `aud`: register the API
   * there with that URL as its identifier.
   *
   * @default 'resource'
   */
  readonly audienceRule?: AudienceRule;
  /**
   * Where people sign in, for `pageClientId`.
   *
   * @default - none
   */
  readonly authorizationEndpoint?: string;
  /**
   * Where codes become tokens, for `pageClientId`.
   *
   * @default - none
   */
  readonly tokenEndpoint?: string;
  /**
   * Under which names the issuer writes what the authorizer reads.
   *
   * @default - those of Cognito and OpenID Connect; access tokens are known by `token_use` or the type `at+jwt`
   */
  readonly claims?: z.input<typeof ClaimNames>;
}
