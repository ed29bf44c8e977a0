import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../local-mode.ts';
import type { ClientScript } from './client-script.ts';
import { playClient } from './play-client.ts';
import { startSignInFixture } from './sign-in-fixture.ts';

/**
 * claude.ai and the apps that share its connectors (Claude Desktop, mobile, Cowork).
 *
 * - Supported: documents, registration, credentials given by hand; never client credentials:
 *   https://claude.com/docs/connectors/building/authentication. Callback:
 *   https://support.claude.com/en/articles/11503834-building-custom-connectors-via-remote-mcp-servers.
 * - Its document `https://claude.ai/oauth/mcp-oauth-client-metadata` is used only if the server says both
 *   `client_id_metadata_document_supported: true` and `none` in `token_endpoint_auth_methods_supported`; otherwise it
 *   registers: https://github.com/brendanlong/lion-reader/pull/1519.
 * - The authorization request, word for word, with `offline_access` after what may be nothing but a space, and
 *   `prompt=consent`: https://github.com/anthropics/claude-ai-mcp/issues/96,
 *   https://github.com/modelcontextprotocol/mcpb/issues/188.
 * - The registration request: https://github.com/modelcontextprotocol/modelcontextprotocol/issues/653.
 *
 * Not verifiable from outside: the order of its probes for an issuer with a path (the official SDK's order is played), and
 * what it does with a 403. It comes from Anthropic's own addresses, so only a deployed endpoint can be tried with it.
 */
const CLAUDE_AI: ClientScript = {
  name: 'claude-ai',
  probesFirst: [],
  serverForms: ['oauth-inserted', 'oidc-inserted', 'oidc-appended'],
  registration: {
    kind: 'document',
    path: '/oauth/mcp-oauth-client-metadata',
    metadata: {
      client_name: 'Claude',
      client_uri: 'https://claude.ai',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  },
  redirectUri: 'https://claude.ai/api/mcp/auth_callback',
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

describe('claude.ai', () => {
  test('signs in with its metadata document (B5, B11)', async () => {
    const played = await playClient(CLAUDE_AI, running);
    expect(played.dialogue.slice(0, 7)).toEqual([
      'POST /prod/mcp 401',
      'GET /prod/.well-known/oauth-protected-resource/mcp 200',
      'GET /.well-known/oauth-authorization-server/prod missing',
      'GET /.well-known/openid-configuration/prod missing',
      'GET /prod/.well-known/openid-configuration 200',
      'alice signs in',
      'POST /prod/oauth/token 200',
    ]);
    expect(played.orders).toBe(6);
  });

  test('asks for nothing but " offline_access", and gets the baseline', async () => {
    const played = await playClient({ ...CLAUDE_AI, scope: () => ' offline_access' }, running);
    expect(played).toMatchObject({ orders: 6, scopes: expect.arrayContaining(['orders.read']) });
  });

  test('registers with a scope of its own making, "claudeai", and signs in', async () => {
    const metadata = {
      client_name: 'claudeai',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'claudeai',
      redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
    };
    const played = await playClient({ ...CLAUDE_AI, registration: { kind: 'registered', metadata } }, running);
    expect(played.dialogue).toContain('POST /prod/oauth/register 201');
    expect(played.orders).toBe(6);
  });
});
