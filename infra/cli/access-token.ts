import { randomInt } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { DevState } from '../dev-state.ts';
import { findAuthorizationServer, transport } from './authorization-server.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import { pickPerson } from './pick-person.ts';
import { completeScopes } from './scope-names.ts';

/** Whose token is wanted. */
export interface TokenWish {
  /** A person of local mode. */
  readonly user: string;
  /**
   * Id of the client that signs in.
   *
   * @default - the first one that people can use
   */
  readonly client?: string;
  /**
   * Scopes, with or without the endpoint's prefix.
   *
   * @default - those of the endpoint's challenge
   */
  readonly scopes?: readonly string[];
  /** Scopes an endpoint named when it refused a call; asked for on top of the others. */
  readonly missingScopes?: readonly string[];
}

type Client = DevState['clients'][number];

/** Signs a person in at the running local mode with authorization code and PKCE, and returns the access token. */
export async function accessTokenFor(state: DevState, wish: TokenWish): Promise<string> {
  const { server, resource, scopes } = await findAuthorizationServer(state.endpoint);
  const client = chooseClient(state.clients, wish.client);
  const redirectUri = loopbackRedirect(client);
  const verifier = oauth.generateRandomCodeVerifier();
  const oauthState = oauth.generateRandomState();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: [...new Set([...completeScopes(wish.scopes ?? scopes, scopes), ...(wish.missingScopes ?? [])])].join(' '),
    resource,
    state: oauthState,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const back = await pickPerson(url, redirectUri, wish.user);
  return exchange({ server, client, resource, redirectUri, verifier, oauthState, back });
}

/** Everything the token request needs. */
interface Exchange {
  readonly server: oauth.AuthorizationServer;
  readonly client: Client;
  readonly resource: string;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly oauthState: string;
  readonly back: URL;
}

async function exchange({
  server,
  client,
  resource,
  redirectUri,
  verifier,
  oauthState,
  back,
}: Exchange): Promise<string> {
  const oauthClient = { client_id: client.id };
  const authentication = client.secret === undefined ? oauth.None() : oauth.ClientSecretPost(client.secret);
  try {
    const code = oauth.validateAuthResponse(server, oauthClient, back, oauthState);
    const options = { additionalParameters: { resource }, ...transport(server.issuer) };
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      oauthClient,
      authentication,
      code,
      redirectUri,
      verifier,
      options,
    );
    return (await oauth.processAuthorizationCodeResponse(server, oauthClient, response)).access_token;
  } catch (error) {
    throw refusal(error, client);
  }
}

function refusal(error: unknown, client: Client): unknown {
  if (!(error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)) return error;
  const hint =
    error.error === 'invalid_scope' ? ` The client "${client.name}" may ask for: ${client.scopes.join(' ')}` : '';
  const words = [error.error, error.error_description].filter(Boolean).join(': ');
  return new CommandError(ExitCode.refused, `The issuer refused (${words}).${hint}`, { cause: error });
}

function chooseClient(clients: readonly Client[], id: string | undefined): Client {
  const usable = clients.filter((client) => client.redirectUris.some(isLoopback));
  const client = id === undefined ? usable[0] : usable.find((candidate) => candidate.id === id);
  if (client) return client;
  const names = usable.map((candidate) => candidate.id).join(', ') || 'none; add a loopback callback URL to one';
  const wanted =
    id === undefined ? 'No client of the template has a loopback callback URL' : `There is no client "${id}"`;
  throw new CommandError(ExitCode.refused, `${wanted}. Clients that people can use from here: ${names}.`);
}

/** The registered loopback address with a port nobody listens on: the code is read from the redirect itself. */
function loopbackRedirect({ redirectUris }: Client): string {
  const url = new URL(redirectUris.find(isLoopback) ?? '');
  url.port = String(randomInt(49_152, 65_536));
  return url.href;
}

function isLoopback(uri: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//.test(uri);
}
