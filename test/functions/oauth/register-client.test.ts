import { beforeEach, expect, test } from 'vitest';
import { type ClientFacade, clientFacade, MAX_CLIENTS } from './fixture/client-facade.ts';

let facade: ClientFacade;
beforeEach(async () => {
  facade = await clientFacade();
});

const METADATA = {
  client_name: 'Tool',
  redirect_uris: ['http://localhost:3118/callback'],
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['authorization_code', 'refresh_token', 'device_code'],
};
const register = (changes: object = {}) =>
  facade.environment().registerClient(JSON.stringify({ ...METADATA, ...changes }));

test('a client hears what it became: public, for codes, without a secret (RFC 7591 §3.2.1)', async () => {
  expect(await register()).toEqual({
    client_id: 'app1',
    client_id_issued_at: Date.parse('2026-11-23T10:00:00Z') / 1000,
    client_name: 'Tool',
    redirect_uris: ['http://localhost:3118/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    scope: 'https://api.example.com/prod/mcp/orders https://api.example.com/prod/mcp/files',
  });
});

test('Cognito never learns where the client wants its codes: they pass the consent page (B11)', async () => {
  await register();
  expect(facade.cognito[0]?.input.CallbackURLs).toEqual(['https://api.example.com/prod/oauth/callback']);
  expect(JSON.stringify(facade.cognito)).not.toContain('3118');
});

test('nothing a client says of itself reaches Cognito', async () => {
  await register({ client_name: 'Perfectly Legal Tool' });
  expect(JSON.stringify(facade.cognito)).not.toContain('Legal');
  expect(facade.cognito[0]?.input.ClientName).toMatch(/^sallyport-[0-9a-f-]{36}$/);
});

test('every registration is written down, and none goes beyond the quota it shares with documents (I6, B11)', async () => {
  const { findClient, admitClient } = facade.environment();
  await admitClient(await findClient('https://claude.ai/client.json'));
  for (let n = 1; n < MAX_CLIENTS; n += 1) await register();
  await expect(register()).rejects.toMatchObject({ failure: { reason: 'quota_spent' } });
  expect(facade.records).toHaveLength(MAX_CLIENTS);
});

test('a refused registration leaves no trace and costs no place', async () => {
  await expect(register({ redirect_uris: ['https://evil.example/cb'] })).rejects.toThrow('registration_refused');
  expect(facade.commands()).toEqual([]);
  expect(await facade.quota()).toBe(0);
});

test.each([
  ['its addresses', 'sign-in#registered#'],
  ['its item for the authorizer', 'client#app1'],
])('a client is taken back when %s cannot be kept', async (_, key) => {
  facade.table.fail('PutItem', key);
  await expect(register()).rejects.toMatchObject({ failure: { reason: 'state_unreachable' } });
  expect(facade.commands().at(-1)).toBe('DeleteUserPoolClient');
  expect(await facade.table.state.get('client#app1')).toBeUndefined();
  expect(await facade.quota()).toBe(0);
});
