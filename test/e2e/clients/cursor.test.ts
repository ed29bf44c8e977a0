import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../local-mode.ts';
import type { ClientScript } from './client-script.ts';
import { playClient } from './play-client.ts';
import { startSignInFixture } from './sign-in-fixture.ts';

/**
 * Cursor.
 *
 * - Before it asks the endpoint it tries both well-known forms of the resource's metadata, and goes on when both fail:
 *   https://github.com/getaxonflow/axonflow-cursor-plugin/pull/50, https://articles.mcpruntime.org/mcp/request-flow/.
 * - It registers three redirect addresses in one request: its own scheme, its web app, and loopback port 8787, the one the
 *   desktop app uses today: https://github.com/erp-mafia/accounted/pull/2225, https://cursor.com/docs/mcp.
 * - It does not use documents: https://github.com/Altinity/altinity-mcp/issues/169.
 * - Without scopes in `mcp.json` it asks for all of `scopes_supported`: https://docs.pipeshub.com/mcp/cursor.
 * - Order of a whole sign-in in a server's log: https://github.com/gamedevpl/www.gamedev.pl/pull/483.
 *
 * Not verifiable from outside: whether it sends `resource`, played as the official SDK does, and what it does with a 403.
 * Versions that forget the challenge's address on the way through the browser
 * (https://forum.cursor.com/t/151331, named in the log above) need the well-known forms, so a custom domain.
 */
const METADATA = {
  client_name: 'Cursor',
  redirect_uris: [
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'https://www.cursor.com/agents/mcp/oauth/callback',
    'http://localhost:8787/callback',
  ],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

const CURSOR: ClientScript = {
  name: 'cursor-vscode',
  probesFirst: ['path', 'root'],
  serverForms: ['oauth-inserted', 'oidc-inserted', 'oidc-appended'],
  registration: { kind: 'registered', metadata: METADATA },
  redirectUri: 'http://localhost:8787/callback',
  scope: ({ supported }) => supported.join(' '),
  state: randomUUID,
  sendsResource: true,
};

let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('Cursor', () => {
  test('probes first, registers three addresses and signs in at the loopback one (B11)', async () => {
    const played = await playClient(CURSOR, running);
    expect(played.dialogue).toEqual([
      'GET /.well-known/oauth-protected-resource/prod/mcp missing',
      'GET /.well-known/oauth-protected-resource missing',
      'POST /prod/mcp 401',
      'GET /prod/.well-known/oauth-protected-resource/mcp 200',
      'GET /.well-known/oauth-authorization-server/prod missing',
      'GET /.well-known/openid-configuration/prod missing',
      'GET /prod/.well-known/openid-configuration 200',
      'POST /prod/oauth/register 201',
      'alice signs in',
      'POST /prod/oauth/token 200',
      'POST /prod/mcp 200',
      'POST /prod/mcp 200',
      'POST /prod/mcp 200',
      'POST /prod/oauth/token 200',
      'POST /prod/mcp 200',
    ]);
    expect(played).toMatchObject({ orders: 6, scopes: expect.arrayContaining(['orders.read']) });
  });

  test('signs in at its web app’s address, where the deployment allows that host', async () => {
    const played = await playClient(
      { ...CURSOR, redirectUri: 'https://www.cursor.com/agents/mcp/oauth/callback' },
      running,
    );
    expect(played.orders).toBe(6);
  });

  test('with a client id of the template in mcp.json it signs in as that client', async () => {
    const played = await playClient(
      { ...CURSOR, registration: { kind: 'template' }, redirectUri: 'http://localhost:8787/callback' },
      running,
    );
    expect(played.orders).toBe(6);
  });
});
