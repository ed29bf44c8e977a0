import { beforeEach, expect, test } from 'vitest';
import { clientDocuments } from '../../../functions/oauth/client-documents.ts';
import { OAuthError } from '../../../functions/oauth/oauth-failure.ts';
import { digest } from '../../../functions/web/digest.ts';
import { clientDocumentKey } from '../../../shared/state-table.ts';
import { type TestTable, testTable } from './fixture/client-cloud.ts';

const URL = 'https://claude.ai/client.json';
const KEY = clientDocumentKey(digest(URL));
const START = 1_800_000_000;

let table: TestTable;
let seconds: number;
let fetches: number;
let web: () => { name?: string; control?: string };
beforeEach(async () => {
  table = await testTable();
  [seconds, fetches] = [START, 0];
  web = () => ({});
});

/** The documents as one environment of the facade sees them. */
function documents() {
  return clientDocuments({
    state: table.state,
    now: () => new Date(seconds * 1000),
    async fetchDocument(url) {
      fetches += 1;
      const { name = 'Claude', control } = web();
      const text = JSON.stringify({ client_id: url, client_name: name, redirect_uris: ['https://claude.ai/cb'] });
      return { text, headers: control === undefined ? {} : { 'cache-control': control } };
    },
  });
}

const down = () => {
  throw new OAuthError({ reason: 'client_document_unreachable' });
};

test('reads a document from its host once, for all environments, while it is fresh (AS5)', async () => {
  const document = { name: 'Claude', redirectUris: ['https://claude.ai/cb'] };
  expect(await documents().read(URL)).toEqual(document);
  seconds += 299;
  expect(await documents().read(URL)).toEqual(document);
  expect(fetches).toBe(1);
});

test('reads a stale document again: a client that changes its addresses is heard (AS5)', async () => {
  await documents().read(URL);
  web = () => ({ name: 'Claude 2' });
  seconds += 300;
  expect(await documents().read(URL)).toMatchObject({ name: 'Claude 2' });
});

test('keeps a document as long as its host says', async () => {
  web = () => ({ control: 'max-age=3600' });
  await documents().read(URL);
  seconds += 3599;
  await documents().read(URL);
  expect(fetches).toBe(1);
  seconds += 1;
  await documents().read(URL);
  expect(fetches).toBe(2);
});

test('a stale document never stands in for a host that does not answer (B11)', async () => {
  await documents().read(URL);
  seconds += 300;
  web = down;
  await expect(documents().read(URL)).rejects.toMatchObject({ failure: { reason: 'client_document_unreachable' } });
});

test('keeps neither failures nor refusals (AS5)', async () => {
  web = down;
  await expect(documents().read(URL)).rejects.toThrow();
  web = () => ({ name: '\u202e' });
  await expect(documents().read(URL)).rejects.toThrow('client_document_refused');
  expect(await table.state.get(KEY)).toBeUndefined();
  web = () => ({});
  await expect(documents().read(URL)).resolves.toMatchObject({ name: 'Claude' });
});

test('a copy in the table is judged by the rules of today (B11)', async () => {
  const bad = { client_id: URL, client_name: 'Claude', redirect_uris: ['http://claude.ai/cb'] };
  const item = { document: { S: JSON.stringify(bad) }, freshUntil: { N: String(seconds + 100) } };
  await table.state.put(KEY, item);
  await expect(documents().read(URL)).rejects.toThrow('client_document_refused');
});

test('the copy of one document never answers for another (B11)', async () => {
  await documents().read(URL);
  const { document, freshUntil } = (await table.state.get(KEY)) ?? {};
  const other = 'https://claude.ai/other.json';
  if (!document || !freshUntil) throw new Error('expected a copy');
  await table.state.put(clientDocumentKey(digest(other)), { document, freshUntil });
  await expect(documents().read(other)).rejects.toThrow('client_document_refused');
});

test('a copy expires with its freshness, so that strangers cannot fill the table', async () => {
  await documents().read(URL);
  expect(await table.state.get(KEY)).toMatchObject({ expiresAt: { N: String(START + 300) } });
});

test('the first app client a document is tied to stays, also when two come at once', async () => {
  await documents().read(URL);
  const ids = Array.from({ length: 8 }, (_, n) => `app${n}`);
  const tied = new Set(await Promise.all(ids.map((id) => documents().claim(URL, id))));
  expect(tied.size).toBe(1);
  expect(await documents().read(URL)).toMatchObject({ appClientId: [...tied][0] });
  expect(await documents().claim(URL, 'late')).toBe([...tied][0]);
});

test('the tie survives every refresh, and its item never expires', async () => {
  await documents().read(URL);
  await documents().claim(URL, 'app1');
  for (let day = 0; day < 3; day += 1) {
    seconds += 86_400;
    expect(await documents().read(URL)).toMatchObject({ appClientId: 'app1' });
  }
  expect((await table.state.get(KEY))?.expiresAt).toBeUndefined();
});

test('a refresh that began before the tie does not let the item expire either', async () => {
  const reading = documents();
  web = () => ({ name: 'Claude 2' });
  table.after(async (operation) => {
    table.after(() => undefined);
    // between the reading of the item and its writing
    if (operation === 'GetItem') await documents().claim(URL, 'app1');
  });
  await reading.read(URL);
  expect(await table.state.get(KEY)).toMatchObject({ clientId: { S: 'app1' }, document: expect.anything() });
  expect((await table.state.get(KEY))?.expiresAt).toBeUndefined();
});

test('a tie is taken away only by who made it', async () => {
  await documents().claim(URL, 'app1');
  await documents().release(URL, 'app2');
  expect(await documents().claim(URL, 'app3')).toBe('app1');
  await documents().release(URL, 'app1');
  expect(await documents().claim(URL, 'app3')).toBe('app3');
});

test('nothing is read from anywhere while the table does not answer', async () => {
  table.fail('GetItem');
  await expect(documents().read(URL)).rejects.toMatchObject({ failure: { reason: 'state_unreachable' } });
  expect(fetches).toBe(0);
});
