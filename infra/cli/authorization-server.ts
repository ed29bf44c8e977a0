import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import * as oauth from 'oauth4webapi';
import { CommandError, ExitCode } from './exit-code.ts';
import { splitScopes } from './scope-names.ts';

/** What an endpoint tells a client that comes without a token. */
export interface EndpointAuthorization {
  /** Value of `resource` (RFC 8707). */
  readonly resource: string;
  /** Scopes of the challenge. */
  readonly scopes: readonly string[];
  readonly server: oauth.AuthorizationServer;
}

/**
 * Finds the authorization server as any MCP client does: challenge, resource metadata (RFC 9728), server metadata.
 *
 * The form of OpenID Connect Discovery §4 is asked for: it stands below the issuer, where a bare stage URL can serve it too.
 */
export async function findAuthorizationServer(endpoint: string): Promise<EndpointAuthorization> {
  const { resourceMetadataUrl, scope } = await challengeOf(endpoint);
  const resource = await oauth.processResourceDiscoveryResponse(new URL(endpoint), await fetch(resourceMetadataUrl));
  const [issuer] = resource.authorization_servers ?? [];
  if (issuer === undefined) throw new CommandError(ExitCode.refused, `${resourceMetadataUrl} names no server.`);
  const answer = await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oidc', ...transport(issuer) });
  const server = await oauth.processDiscoveryResponse(new URL(issuer), answer);
  return { resource: resource.resource, scopes: splitScopes(scope), server };
}

/** Plain HTTP is for loopback only. */
export function transport(url: string): { [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname) };
}

async function challengeOf(endpoint: string): Promise<{ resourceMetadataUrl: URL; scope: string }> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  const response = await knock(endpoint, { method: 'POST', headers, body: '{}' });
  const { resourceMetadataUrl, scope = '' } = extractWWWAuthenticateParams(response);
  if (response.status === 401 && resourceMetadataUrl) return { resourceMetadataUrl, scope };
  throw new CommandError(
    ExitCode.refused,
    `${endpoint} answered ${response.status} without saying where to sign in. The output of local mode says why.`,
  );
}

async function knock(endpoint: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(endpoint, request);
  } catch (error) {
    const sentence = `${endpoint} does not answer. Start local mode with "npx sallyport dev".`;
    throw new CommandError(ExitCode.notRunning, sentence, { cause: error });
  }
}
