import { beforeEach, expect, test } from 'vitest';
import { type ClientFacade, clientFacade, DOCUMENT } from './fixture/client-facade.ts';

let facade: ClientFacade;
beforeEach(async () => {
  facade = await clientFacade();
});

const UNKNOWN = expect.objectContaining({ failure: { reason: 'client_unknown' } });

test('a client of the template is known by its id', async () => {
  expect(await facade.environment().findClient('desk-app')).toEqual({
    clientId: 'desk-app',
    name: 'Desk',
    redirectUris: ['http://127.0.0.1/cb'],
    kind: 'template',
    appClientId: 'desk-app',
  });
});

test('a client is known by the address of its document, and has no app client at first (AS5)', async () => {
  expect(await facade.environment().findClient(DOCUMENT)).toEqual({
    clientId: DOCUMENT,
    name: 'Claude',
    redirectUris: ['http://localhost/callback'],
    kind: 'document',
  });
  expect(facade.fetched).toEqual([DOCUMENT]);
});

test('an admitted client keeps its app client', async () => {
  const { findClient, admitClient } = facade.environment();
  await admitClient(await findClient(DOCUMENT));
  expect(await findClient(DOCUMENT)).toMatchObject({ kind: 'document', appClientId: 'app1' });
});

test('a client that registered is known by the id it was given', async () => {
  const { findClient, registerClient } = facade.environment();
  const { client_id } = await registerClient('{"client_name":"Tool","redirect_uris":["http://localhost/cb"]}');
  expect(await findClient(client_id)).toEqual({
    clientId: 'app1',
    name: 'Tool',
    redirectUris: ['http://localhost/cb'],
    kind: 'registered',
    appClientId: 'app1',
  });
});

test.each([
  'https://evil.example/client.json',
  'http://claude.ai/client.json',
  'http://127.0.0.1:9001/client.json',
  'Desk-App',
  'nobody',
  '',
  '__proto__',
])('%j is nobody, and nothing goes out for it (F9)', async (clientId) => {
  await expect(facade.environment().findClient(clientId)).rejects.toEqual(UNKNOWN);
  expect(facade.fetched).toEqual([]);
});

test('without listed hosts no document is read (F9)', async () => {
  await expect(facade.environment({ documentHosts: [] }).findClient(DOCUMENT)).rejects.toEqual(UNKNOWN);
  expect(facade.fetched).toEqual([]);
});

test('a host that was taken off the list takes its admitted clients with it', async () => {
  const { findClient, admitClient } = facade.environment();
  await admitClient(await findClient(DOCUMENT));
  const later = facade.environment({ documentHosts: ['vscode.dev'] });
  await expect(later.findClient(DOCUMENT)).rejects.toEqual(UNKNOWN);
});

test('the app client of a document is no name by which it may come (B11)', async () => {
  const { findClient, admitClient } = facade.environment();
  await expect(findClient(await admitClient(await findClient(DOCUMENT)))).rejects.toEqual(UNKNOWN);
});
