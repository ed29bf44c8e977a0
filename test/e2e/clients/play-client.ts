import * as z from 'zod';
import type { Running } from '../local-mode.ts';
import type { RpcMessage } from '../raw-request.ts';
import type { ClientScript } from './client-script.ts';
import { Dialogue, demand } from './dialogue.ts';
import { findServer, initializeParams } from './find-server.ts';
import { identifyClient } from './identify-client.ts';
import { refresh, type SigningIn, signIn } from './sign-in.ts';

/** What became of a client that went all the way. */
export interface Played {
  /** Its requests with their answers, in order. */
  readonly dialogue: readonly string[];
  /** Scopes in the access token, by their short names. */
  readonly scopes: readonly string[];
  /** Names of the tools it was shown. */
  readonly tools: readonly string[];
  /** Orders its first call found. */
  readonly orders: number;
}

const AccessToken = z.looseObject({ scope: z.string() });
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/**
 * Plays a documented client by plain HTTP: first contact, discovery, sign-in, `tools/list`, `tools/call`, refresh, and
 * one more `tools/call` with the new token.
 *
 * @throws Error wherever the client would give up.
 */
export async function playClient(
  script: ClientScript,
  { endpoint, localMode }: Running,
  person = 'alice',
): Promise<Played> {
  const dialogue = new Dialogue();
  const [template] = localMode.state.clients;
  const found = await findServer(script, endpoint, dialogue);
  const clientId = await identifyClient(script, found.server, template?.id ?? '', dialogue);
  const client: SigningIn = { script, found, clientId, person, dialogue };
  const tokens = await signIn(client);
  const session = { endpoint, dialogue, token: tokens.access_token };
  await rpc(session, 'initialize', initializeParams(script.name));
  const listed = await rpc(session, 'tools/list', {});
  const orders = await listOrders(session);
  const renewed = await refresh(client, tokens);
  await listOrders({ ...session, token: renewed.access_token });
  return {
    dialogue: dialogue.lines,
    scopes: scopesOf(tokens.access_token),
    tools: listed.result?.tools?.map(({ name }) => name) ?? [],
    orders,
  };
}

interface Session {
  readonly endpoint: string;
  readonly dialogue: Dialogue;
  readonly token: string;
}

async function listOrders(session: Session): Promise<number> {
  const { result } = await rpc(session, 'tools/call', { name: 'list_orders', arguments: {} });
  demand(result?.isError !== true, `list_orders answers ${JSON.stringify(result)}`);
  return z.array(z.unknown()).parse(result?.structuredContent?.orders).length;
}

/** One JSON-RPC request of the revision 2025-11-25. */
async function rpc({ endpoint, dialogue, token }: Session, method: string, params: object): Promise<RpcMessage> {
  const response = await dialogue.send(endpoint, {
    method: 'POST',
    headers: { ...HEADERS, 'mcp-protocol-version': '2025-11-25', authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: '2.0', id: method, method, params }),
  });
  const text = await response.text();
  demand(response.status === 200, `${method} is answered ${response.status}: ${text}`);
  const data = text.split('\n').findLast((line) => line.startsWith('data: '));
  const message: RpcMessage = JSON.parse(data?.slice('data: '.length) ?? text);
  demand(message.error === undefined, `${method} is answered ${text}`);
  return message;
}

function scopesOf(token: string): readonly string[] {
  const [, payload = ''] = token.split('.');
  const { scope } = AccessToken.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return scope.split(' ').map((name) => name.slice(name.lastIndexOf('/') + 1));
}
