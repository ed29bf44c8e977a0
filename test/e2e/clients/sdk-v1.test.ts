import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pickPerson } from '../../../infra/cli/pick-person.ts';
import type { Running } from '../local-mode.ts';
import { startSignInFixture } from './sign-in-fixture.ts';

/**
 * The official client of the years before, `@modelcontextprotocol/sdk` 1.x, which most clients are still built on: its own
 * code from first contact to the tool's answer, only the browser is played.
 */
const REDIRECT = 'http://127.0.0.1:51998/callback';

let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('the official client 1.x', () => {
  test('signs in with a client id of the template and calls a tool (B5)', async () => {
    const [template] = running.localMode.state.clients;
    const result = await callAs('alice', { client_id: template?.id ?? '' });
    expect(result.structuredContent).toMatchObject({ orders: [{}, {}] });
  });

  test('registers itself, signs in and calls a tool', async () => {
    const result = await callAs('bob', undefined);
    expect(result.structuredContent).toMatchObject({ orders: [{}, {}] });
  });
});

async function callAs(person: string, known: OAuthClientInformationMixed | undefined) {
  const { provider, back } = providerFor(person, known);
  const open = () => new StreamableHTTPClientTransport(new URL(running.endpoint), { authProvider: provider });
  const first = open();
  await expect(newClient().connect(first)).rejects.toBeInstanceOf(UnauthorizedError);
  await first.finishAuth(back().searchParams.get('code') ?? '');
  const client = newClient();
  await client.connect(open());
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain('list_orders');
  const result = await client.callTool({ name: 'list_orders', arguments: { limit: 2 } });
  await client.close();
  return result;
}

function newClient(): Client {
  return new Client({ name: 'sdk-v1', version: '1' });
}

function providerFor(person: string, known: OAuthClientInformationMixed | undefined) {
  let client = known;
  let tokens: OAuthTokens | undefined;
  let verifier = '';
  let back: URL | undefined;
  const provider: OAuthClientProvider = {
    redirectUrl: REDIRECT,
    clientMetadata: { client_name: 'sdk-v1', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' },
    clientInformation: () => client,
    saveClientInformation: (saved) => {
      client = saved;
    },
    tokens: () => tokens,
    saveTokens: (saved) => {
      tokens = saved;
    },
    redirectToAuthorization: async (url) => {
      back = await pickPerson(url, REDIRECT, person);
    },
    saveCodeVerifier: (saved) => {
      verifier = saved;
    },
    codeVerifier: () => verifier,
  };
  return {
    provider,
    back: () => {
      if (back === undefined) throw new Error('nobody was sent to the sign-in page');
      return back;
    },
  };
}
