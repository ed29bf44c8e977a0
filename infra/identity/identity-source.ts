import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { ClaimNames } from '../../shared/claim-names.ts';
import type { AudienceRule, FacadeClient } from '../../shared/environment.ts';

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

/** What the sign-in facade needs to stand in front of an issuer that MCP clients cannot talk to (B5). */
export interface FacadeSource {
  readonly userPool: cognito.IUserPool;
  /** The pool's sign-in host, without a slash at its end. */
  readonly signInUrl: string;
  /** Hosts whose client metadata documents are read. Empty: none. */
  readonly clientDocumentHosts: readonly string[];
  /** Whether clients may register themselves (RFC 7591). */
  readonly registration: boolean;
  /** Hosts that redirect addresses of registered clients may have, besides the loopback. */
  readonly registrationRedirectHosts: readonly string[];
  /** How many clients may be admitted at run time in all. */
  readonly maxAdmittedClients: number;
  /** Clients of people in the template; asked for late, when all are there. */
  clients(): readonly FacadeClient[];
}

/** A client with which a page of the gateway signs people in: public, for codes with PKCE, and for no API. */
export interface PageClient {
  readonly clientId: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

/** Who says who is calling: a Cognito pool, or any other issuer. */
export interface IdentitySource {
  /** Value of `iss` in access tokens. */
  readonly issuerUrl: string;
  readonly jwksUri: string;
  readonly audienceRule: AudienceRule;
  /** Under which names the issuer writes what the authorizer reads. */
  readonly claimNames: ClaimNames;
  /** The pool whose people an operator can sign out; undefined where another issuer signs people in. */
  readonly userPool: cognito.IUserPool | undefined;
  /** Undefined where clients talk to the issuer itself. */
  readonly facade: FacadeSource | undefined;
  /** OAuth clients that may act for people; asked for late, when all are there. */
  clientIds(): readonly string[];
  /** OAuth clients that act for themselves (B13); asked for late. */
  machineClientIds(): readonly string[];
  /**
   * Makes the endpoint known to the issuer.
   *
   * @returns what stands before a scope's short name in a token.
   */
  attach(scope: Construct, resource: OAuthResource): string;
  /**
   * Gives the page for secrets its client. It is none of those that may call the endpoint.
   *
   * @param callbackUrl - the only address codes may be sent to.
   * @throws Error when the issuer's client or endpoints are not known.
   */
  pageClient(scope: Construct, callbackUrl: string): PageClient;
}
