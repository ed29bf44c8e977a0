/** Last path segment of every endpoint. */
export const ENDPOINT_PATH = '/mcp';

/** Path below the stage of the protected resource metadata, with and without the endpoint's path (RFC 9728 §3.1). */
export const RESOURCE_METADATA_PATHS = [
  '/.well-known/oauth-protected-resource',
  `/.well-known/oauth-protected-resource${ENDPOINT_PATH}`,
] as const;

/** Where the protected resource metadata of an endpoint is served, as challenges name it. */
export function resourceMetadataUrl(resource: string): string {
  return `${resource.slice(0, -ENDPOINT_PATH.length)}${RESOURCE_METADATA_PATHS[1]}`;
}

/** The challenge of a 401 or 403 (RFC 9728 §5.1, RFC 6750 §3). */
export function bearerChallenge(challenge: {
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly error?: 'insufficient_scope';
}): string {
  const parts = [
    `scope="${challenge.scopes.join(' ')}"`,
    `resource_metadata="${resourceMetadataUrl(challenge.resource)}"`,
  ];
  if (challenge.error) parts.unshift(`error="${challenge.error}"`);
  return `Bearer ${parts.join(', ')}`;
}
