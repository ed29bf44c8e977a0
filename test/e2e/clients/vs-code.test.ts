import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../local-mode.ts';
import type { ClientScript } from './client-script.ts';
import { playClient } from './play-client.ts';
import { startSignInFixture } from './sign-in-fixture.ts';

/**
 * Visual Studio Code; its source is public, so nearly all of this is read there.
 *
 * - Discovery, registration request and the three forms of server metadata in their order:
 *   https://github.com/microsoft/vscode/blob/main/src/vs/base/common/oauth.ts (`fetchResourceMetadata`,
 *   `fetchAuthorizationServerMetadata`, `fetchDynamicRegistration`).
 * - The authorization request, with a `state` in plain base64 and loopback port 33418, or any other when that one is
 *   taken: .../src/vs/workbench/api/node/extHostAuthentication.ts (`_createWithLoopbackServer`).
 * - Scopes of the challenge, else all of `scopes_supported`; 401 and 403 both lead to a new sign-in with the challenge's
 *   scopes, then to a new registration: .../src/vs/workbench/api/common/extHostMcp.ts (`_fetchWithAuthRetry`).
 * - Its document `https://vscode.dev/oauth/client-metadata.json` is used where the server says so:
 *   https://github.com/microsoft/vscode/pull/271403.
 *
 * Not verified: whether the token request carries `resource`; it is played without.
 */
const REDIRECTS = ['http://127.0.0.1:33418/', 'https://vscode.dev/redirect'];

const VS_CODE: ClientScript = {
  name: 'Visual Studio Code',
  probesFirst: [],
  serverForms: ['oauth-inserted', 'oidc-inserted', 'oidc-appended'],
  registration: {
    kind: 'document',
    path: '/oauth/client-metadata.json',
    metadata: {
      client_name: 'Visual Studio Code',
      client_uri: 'https://vscode.dev/product',
      redirect_uris: REDIRECTS,
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    },
  },
  redirectUri: 'http://127.0.0.1:33418/',
  scope: ({ challenge, supported }) => challenge ?? supported.join(' '),
  state: () => randomBytes(16).toString('base64'),
  sendsResource: true,
};

let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('Visual Studio Code', () => {
  test('signs in with its metadata document (B5, B11)', async () => {
    const played = await playClient(VS_CODE, running);
    expect(played.dialogue.slice(0, 7)).toEqual([
      'POST /prod/mcp 401',
      'GET /prod/.well-known/oauth-protected-resource/mcp 200',
      'GET /.well-known/oauth-authorization-server/prod missing',
      'GET /.well-known/openid-configuration/prod missing',
      'GET /prod/.well-known/openid-configuration 200',
      'alice signs in',
      'POST /prod/oauth/token 200',
    ]);
    expect(played).toMatchObject({ orders: 6, scopes: expect.arrayContaining(['orders.read']) });
  });

  test('signs in on another loopback port when its own is taken (RFC 8252 §7.3)', async () => {
    const played = await playClient({ ...VS_CODE, redirectUri: 'http://127.0.0.1:59656/' }, running);
    expect(played.orders).toBe(6);
  });

  test('registers four addresses where documents are not read, and signs in', async () => {
    const metadata = {
      client_name: 'Visual Studio Code',
      client_uri: 'https://code.visualstudio.com',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [
        'https://insiders.vscode.dev/redirect',
        'https://vscode.dev/redirect',
        'http://127.0.0.1/',
        'http://127.0.0.1:33418/',
      ],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    };
    const played = await playClient({ ...VS_CODE, registration: { kind: 'registered', metadata } }, running);
    expect(played.dialogue).toContain('POST /prod/oauth/register 201');
    expect(played.orders).toBe(6);
  });
});
