import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { facadeIssuer } from '../../../shared/oauth-paths.ts';
import { type Running, startFixture } from '../local-mode.ts';
import { rawCall } from '../raw-request.ts';

/** A program without a person: client credentials (RFC 6749 §4.4), as `io.modelcontextprotocol/oauth-client-credentials` has it. */
let running: Running;
beforeAll(async () => {
  running = await startFixture({ assembly: inject('machineAssembly') });
});
afterAll(() => running.close());

test('a machine gets a token with its own secret and calls a tool that serves machines, as itself (B13)', async () => {
  const { id, token } = await machineToken();
  const called = await rawCall(running.endpoint, token, 'report', {});
  expect(called.message.result?.structuredContent).toMatchObject({ clientId: id });
});

test('a machine is refused by a tool that serves people, whatever scopes it has, and nothing ran (B13)', async () => {
  const { token } = await machineToken();
  const called = await rawCall(running.endpoint, token, 'list_orders', {});
  expect(called.message.result?.structuredContent).toBeUndefined();
  expect(called.status === 403 || called.message.error !== undefined || called.message.result?.isError).toBe(true);
  expect(running.records().at(-1)).toMatchObject({ tool: 'list_orders', caller: { kind: 'machine' } });
  expect(running.records().at(-1)?.outcome).not.toBe('succeeded');
});

test('a wrong secret gets no token', async () => {
  const { id } = machine();
  const answer = await askForToken(id, 'not-the-secret');
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).not.toContain('access_token');
});

function machine() {
  const found = running.localMode.state.clients.find(({ name }) => name === 'nightly');
  if (found?.secret === undefined) throw new Error('the template has no machine client');
  return { id: found.id, secret: found.secret, scopes: found.scopes };
}

async function machineToken(): Promise<{ id: string; token: string }> {
  const { id, secret } = machine();
  const answer = await askForToken(id, secret);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return { id, token: z.object({ access_token: z.string() }).parse(JSON.parse(text)).access_token };
}

/** At the token endpoint a machine finds in the server's metadata, as a person's client does. */
async function askForToken(id: string, secret: string): Promise<Response> {
  const metadata = await fetch(`${facadeIssuer(running.endpoint)}/.well-known/openid-configuration`);
  const { token_endpoint } = z.object({ token_endpoint: z.url() }).parse(await metadata.json());
  return fetch(token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: machine().scopes.join(' ') }),
  });
}
