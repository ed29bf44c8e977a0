/** What stands between a host and a well-known document, as clients try it. */
export type ServerMetadataForm = 'oauth-inserted' | 'oidc-inserted' | 'oidc-appended' | 'oauth-appended';

/** How a client comes to its `client_id`; the order of the specification is template, document, registration. */
export type Registration =
  /** Configured by hand: the id of a client in the template. */
  | { readonly kind: 'template' }
  /** A client ID metadata document. The player serves it on loopback, so that no vendor's server is needed. */
  | { readonly kind: 'document'; readonly path: string; readonly metadata: Readonly<Record<string, unknown>> }
  /** Dynamic client registration (RFC 7591): the request as the client sends it. */
  | { readonly kind: 'registered'; readonly metadata: Readonly<Record<string, unknown>> };

/**
 * Everything in which one documented client differs from another on its way to a first tool call.
 *
 * All of them refuse a server without S256 in its metadata, metadata of another resource or issuer, and an answer with a
 * foreign `state`; the player does so for each.
 */
export interface ClientScript {
  /** Name in `initialize`. */
  readonly name: string;
  /** Well-known forms of the resource metadata tried before the endpoint is asked at all; misses are normal. */
  readonly probesFirst: readonly ('path' | 'root')[];
  /** Forms of the server metadata in the order of trying; the first hit ends it. */
  readonly serverForms: readonly ServerMetadataForm[];
  readonly registration: Registration;
  readonly redirectUri: string;
  /** The `scope` of the authorization request, made of what the server named; undefined: none is sent. */
  scope(named: { readonly challenge: string | undefined; readonly supported: readonly string[] }): string | undefined;
  /** Sent on top of what OAuth needs, for example `prompt`. */
  readonly extra?: Readonly<Record<string, string>>;
  /** A `state` of the client's own making. */
  state(): string;
  readonly sendsResource: boolean;
}
