/** An OAuth client as the facade meets it: from the template, from its own metadata document, or registered. */
export interface OAuthClient {
  /** What the client calls itself: an id, or the URL of its metadata document. */
  readonly clientId: string;
  /** Name for people; text of the client's own choosing unless it stands in the template. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly kind: 'template' | 'document' | 'registered';
  /** Id of its app client in Cognito; absent until a document's client is admitted. */
  readonly appClientId?: string;
}

/**
 * Finds who a client id stands for.
 *
 * @throws OAuthError with `client_unknown`, `client_document_refused` or `client_document_unreachable`.
 */
export type FindClient = (clientId: string) => Promise<OAuthClient>;

/**
 * Gives a client its app client in Cognito, once for all, and makes it known to the authorizer.
 *
 * @returns the app client's id.
 * @throws OAuthError with `quota_spent`, `issuer_unreachable` or `state_unreachable`.
 */
export type AdmitClient = (client: OAuthClient) => Promise<string>;
