import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../local-mode.ts';
import type { ClientScript } from './client-script.ts';
import { playClient } from './play-client.ts';
import { startSignInFixture } from './sign-in-fixture.ts';

/**
 * Claude Code, the command line client.
 *
 * - Its document is `https://claude.ai/oauth/claude-code-client-metadata`, which lists `http://localhost/callback` and
 *   `http://127.0.0.1/callback`; it then listens on a port the system chose, and sends that one:
 *   https://github.com/anthropics/claude-code/issues/41011, /issues/37767, /issues/42301.
 * - It takes the scopes of the 401 (https://github.com/anthropics/claude-code/issues/44652) and asks for
 *   `offline_access` whether or not the server offers it (/issues/41610). With `--client-id` it may send no scope at all
 *   (/issues/90190).
 * - Without documents it registers, with the scopes of the metadata: https://github.com/getmunin/munin/pull/744.
 * - The order of its probes is that of the official SDK it is built on, as a server's log shows it:
 *   https://github.com/taylorwilsdon/google_workspace_mcp/issues/382.
 *
 * Not verifiable from outside: some versions are reported to ask for server metadata at the host's root alone
 * (/issues/85897) or to skip the resource's metadata in `claude mcp login` (/issues/80731). Those fail on a bare stage
 * URL, whatever the server does; a custom domain without a base path serves them.
 */
const CLAUDE_CODE: ClientScript = {
  name: 'claude-code',
  probesFirst: [],
  serverForms: ['oauth-inserted', 'oidc-inserted', 'oidc-appended'],
  registration: {
    kind: 'document',
    path: '/oauth/claude-code-client-metadata',
    metadata: {
      client_name: 'Claude Code',
      client_uri: 'https://claude.ai',
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  },
  redirectUri: 'http://localhost:58135/callback',
  scope: ({ challenge }) => `${challenge} offline_access`,
  extra: { prompt: 'consent' },
  state: () => randomBytes(32).toString('base64url'),
  sendsResource: true,
};

let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('Claude Code', () => {
  test('signs in with its metadata document, on a port its document does not name (B5, B11)', async () => {
    const played = await playClient(CLAUDE_CODE, running);
    expect(played.dialogue).toEqual([
      'POST /prod/mcp 401',
      'GET /prod/.well-known/oauth-protected-resource/mcp 200',
      'GET /.well-known/oauth-authorization-server/prod missing',
      'GET /.well-known/openid-configuration/prod missing',
      'GET /prod/.well-known/openid-configuration 200',
      'alice signs in',
      'POST /prod/oauth/token 200',
      'POST /prod/mcp 200',
      'POST /prod/mcp 200',
      'POST /prod/mcp 200',
      'POST /prod/oauth/token 200',
      'POST /prod/mcp 200',
    ]);
    expect(played).toMatchObject({ orders: 6, scopes: expect.arrayContaining(['orders.read']) });
    expect(played.tools).toContain('list_orders');
  });

  test('signs in by registration where documents are not read', async () => {
    const played = await playClient(
      {
        ...CLAUDE_CODE,
        registration: {
          kind: 'registered',
          metadata: {
            client_name: 'Claude Code (sallyport)',
            redirect_uris: ['http://localhost:58136/callback'],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
            scope: 'orders.read documents.read',
          },
        },
        redirectUri: 'http://localhost:58136/callback',
      },
      running,
    );
    expect(played.dialogue).toContain('POST /prod/oauth/register 201');
    expect(played.orders).toBe(6);
  });

  test('with a client id of the template it may send no scope: it gets the baseline, and can use it', async () => {
    const played = await playClient(
      { ...CLAUDE_CODE, registration: { kind: 'template' }, scope: () => undefined, extra: {} },
      running,
    );
    expect(played).toMatchObject({ orders: 6, scopes: expect.arrayContaining(['orders.read']) });
  });
});
