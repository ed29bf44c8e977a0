import * as oauth from 'oauth4webapi';

/** Loopback redirect address of the tests; its port differs from the registered one on purpose (RFC 8252). */
export const REDIRECT = 'http://127.0.0.1:50123/callback';

const insecure = { [oauth.allowInsecureRequests]: true };

/** Reads the issuer's metadata as a client does. */
export async function discover(issuer: string, algorithm: 'oidc' | 'oauth2' = 'oidc') {
  const identifier = new URL(issuer);
  const response = await oauth.discoveryRequest(identifier, { algorithm, ...insecure });
  return oauth.processDiscoveryResponse(identifier, response);
}

/** Opens the authorization endpoint and chooses a person; returns the URL the browser is sent back to, or the last answer. */
export async function openAndSignIn(url: URL, person = 'alice'): Promise<Response> {
  const jar = new Map<string, string>();
  let response = await visit(url, jar);
  const page = new URL(response.headers.get('location') ?? '', url);
  if (!page.pathname.includes('/login/')) return response;
  response = await visit(page, jar, new URLSearchParams({ person }));
  const location = response.headers.get('location');
  return location === null ? response : visit(new URL(location, url), jar);
}

/** One request of a browser without redirects. */
export async function visit(
  url: URL,
  jar: Map<string, string>,
  form?: URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { ...headers, ...(cookie ? { cookie } : {}) },
    ...(form ? { method: 'POST', body: form } : {}),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/) ?? [];
    if (name && value) jar.set(name, value);
  }
  return response;
}

/** What a test changes about a sign-in. */
export interface SignInChanges {
  readonly person?: string;
  readonly scope?: string;
  readonly resource?: string;
  readonly parameters?: Record<string, string>;
}

/** The authorization request of the sample's public client. */
export async function authorizationUrl(as: oauth.AuthorizationServer, verifier: string, changes: SignInChanges = {}) {
  const url = new URL(as.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: 'app-client',
    response_type: 'code',
    redirect_uri: REDIRECT,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'a-state',
    ...(changes.scope === undefined ? {} : { scope: changes.scope }),
    ...(changes.resource === undefined ? {} : { resource: changes.resource }),
    ...changes.parameters,
  }).toString();
  return url;
}

/** Exchanges a code at the token endpoint. */
export async function exchange(as: oauth.AuthorizationServer, parameters: URLSearchParams, verifier: string) {
  const client = { client_id: 'app-client' };
  return oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, REDIRECT, verifier, insecure);
}

/** Signs a person in and returns the tokens. */
export async function tokensFor(as: oauth.AuthorizationServer, changes: SignInChanges = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const back = await openAndSignIn(await authorizationUrl(as, verifier, changes), changes.person);
  const client = { client_id: 'app-client' };
  const answer = new URL(back.headers.get('location') ?? '');
  const parameters = oauth.validateAuthResponse(as, client, answer, 'a-state');
  const response = await exchange(as, parameters, verifier);
  return oauth.processAuthorizationCodeResponse(as, client, response);
}

/** Uses a refresh token. */
export async function refresh(as: oauth.AuthorizationServer, token: string): Promise<Response> {
  return oauth.refreshTokenGrantRequest(as, { client_id: 'app-client' }, oauth.None(), token, insecure);
}

/** Asks for a machine's token. */
export async function machineToken(as: oauth.AuthorizationServer, secret: string, parameters: Record<string, string>) {
  const client = { client_id: 'robot-client' };
  return oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretPost(secret), parameters, insecure);
}
