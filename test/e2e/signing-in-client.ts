import {
  Client,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { pickPerson } from '../../infra/cli/pick-person.ts';
import type { Running } from './local-mode.ts';

/** How the official client is told to speak: the current revision, or the plain handshake of 2025. */
export type Era = 'modern' | 'legacy';

const MODES = { modern: { pin: '2026-07-28' }, legacy: 'legacy' } as const;
const REDIRECT = 'http://127.0.0.1:51999/callback';

/** The official client with its own OAuth code; the person's browser is the only part that is played. */
export interface SigningInClient {
  readonly client: Client;
  /** How often the person was sent to the sign-in page. */
  readonly signIns: readonly URL[];
  /** Runs an action; when it ends in a new sign-in, finishes that and runs it again. */
  run<Result>(action: (client: Client) => Promise<Result>): Promise<Result>;
}

/** What a person does with a link the client shows: opens it, or not. */
export type OpenLink = (url: string) => Promise<'accept' | 'decline'>;

/**
 * Connects from first contact without a token: discovery, sign-in of a person, code exchange, connection.
 *
 * @param openLink - makes a client that can open links (URL-mode elicitation).
 */
export async function connectAs(
  running: Running,
  person: string,
  era: Era,
  openLink?: OpenLink,
): Promise<SigningInClient> {
  const signIns: URL[] = [];
  let back: URL | undefined;
  const provider = providerFor(running, async (url) => {
    signIns.push(url);
    back = await pickPerson(url, REDIRECT, person);
  });
  const open = () => new StreamableHTTPClientTransport(new URL(running.endpoint), { authProvider: provider });
  let client = newClient(era, openLink);
  let transport = open();

  async function run<Result>(action: (client: Client) => Promise<Result>): Promise<Result> {
    try {
      return await action(client);
    } catch (error) {
      if (!(error instanceof UnauthorizedError) || back === undefined) throw error;
      await transport.finishAuth(back.searchParams);
      back = undefined;
      return action(client);
    }
  }

  await run(async () => {
    client = newClient(era, openLink);
    transport = open();
    await client.connect(transport);
  });
  return {
    get client() {
      return client;
    },
    signIns,
    run,
  };
}

function newClient(era: Era, openLink: OpenLink | undefined): Client {
  const capabilities = openLink ? { elicitation: { url: {} } } : {};
  const client = new Client({ name: 'e2e', version: '1' }, { versionNegotiation: { mode: MODES[era] }, capabilities });
  if (openLink) {
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      if (!('url' in params)) throw new Error('asked for something that is no link');
      return { action: await openLink(params.url) };
    });
  }
  return client;
}

function providerFor(running: Running, redirect: (url: URL) => Promise<void>): OAuthClientProvider {
  const [registered] = running.localMode.state.clients;
  if (!registered) throw new Error('the template has no client');
  let tokens: Awaited<ReturnType<OAuthClientProvider['tokens']>>;
  let verifier = '';
  let discovered: OAuthDiscoveryState | undefined;
  return {
    saveDiscoveryState: (saved) => {
      discovered = saved;
    },
    discoveryState: () => discovered,
    redirectUrl: REDIRECT,
    clientMetadata: { client_name: 'e2e', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' },
    clientInformation: () => ({ client_id: registered.id }),
    tokens: () => tokens,
    saveTokens: (saved) => {
      tokens = saved;
    },
    redirectToAuthorization: redirect,
    saveCodeVerifier: (saved) => {
      verifier = saved;
    },
    codeVerifier: () => verifier,
  };
}
