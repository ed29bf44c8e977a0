import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { refuse } from './page.ts';
import { DISCOVERY_ROUTE, userInfoPath } from './provider-configuration.ts';
import { type SignInParts, signIn, signInPath } from './sign-in.ts';

/** What answers the issuer's requests. */
export interface IssuerParts {
  readonly provider: Provider;
  /** Own origin; the only one whose Host header is served. */
  readonly url: string;
  readonly poolId: string;
  readonly page: SignInParts;
  readonly userInfo: (request: IncomingMessage, response: ServerResponse) => void;
  /** The provider as an HTTP handler. */
  readonly callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Leads one request to what answers it, after its Host was checked (DNS rebinding). */
export async function answerIssuerRequest(
  parts: IssuerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (`http://${request.headers.host}` !== parts.url) return refuse(response, 403, 'This host is not served.');
  const { pathname, search } = new URL(request.url ?? '/', parts.url);
  forgetEarlierSignIn(parts.provider, request);
  if (pathname === userInfoPath(parts.poolId)) return parts.userInfo(request, response);
  if (pathname.startsWith(signInPath(parts.poolId))) return signIn(parts.page, request, response);
  if (discoveryPaths(parts.poolId).includes(pathname)) request.url = `${DISCOVERY_ROUTE}${search}`;
  else if (pathname.startsWith('/.well-known/')) return refuse(response, 404, 'There is no such document.');
  return parts.callback(request, response);
}

/** Every sign-in asks who it is: switching between people is what local mode is for. */
function forgetEarlierSignIn(provider: Provider, request: IncomingMessage): void {
  const session = provider.cookieName('session');
  const cookies = request.headers.cookie?.split('; ') ?? [];
  request.headers.cookie = cookies.filter((cookie) => !cookie.startsWith(session)).join('; ');
}

/** Cognito's own form, and the forms MCP clients try for an issuer with a path (RFC 8414 §3.1). */
function discoveryPaths(poolId: string): readonly string[] {
  return [
    `/${poolId}/.well-known/openid-configuration`,
    `/${poolId}/.well-known/oauth-authorization-server`,
    `/.well-known/openid-configuration/${poolId}`,
    `/.well-known/oauth-authorization-server/${poolId}`,
  ];
}
