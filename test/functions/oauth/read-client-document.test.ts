import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClientDocument, writeClientDocument } from '../../../functions/oauth/read-client-document.ts';

const URL = 'https://claude.ai/oauth/client.json';
const GOOD = { client_id: URL, client_name: 'Claude', redirect_uris: ['http://localhost:3118/callback'] };

function read(changes: object = {}) {
  return readClientDocument(URL, JSON.stringify({ ...GOOD, ...changes }));
}

test('reads name and redirect addresses', () => {
  expect(read()).toEqual({ name: 'Claude', redirectUris: ['http://localhost:3118/callback'] });
});

test('reads documents as clients publish them, with members it does not know', () => {
  const more = {
    client_uri: 'https://claude.ai',
    logo_uri: 'javascript:alert(1)',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    toString: 'x',
  };
  expect(read(more)).toEqual({ name: 'Claude', redirectUris: ['http://localhost:3118/callback'] });
});

test.each([
  ['another address', { client_id: `${URL}/` }],
  ['an address in other capitals', { client_id: URL.toUpperCase() }],
  ['no address', { client_id: undefined }],
  ['an address that is a list', { client_id: [URL] }],
  ['no name', { client_name: undefined }],
  ['a name that hides something', { client_name: 'Claude\u202e' }],
  ['no redirect address', { redirect_uris: [] }],
  ['redirect addresses that are one text', { redirect_uris: 'https://claude.ai/cb' }],
  ['too many redirect addresses', { redirect_uris: Array.from({ length: 21 }, (_, n) => `https://claude.ai/${n}`) }],
  ['one bad redirect address', { redirect_uris: ['https://claude.ai/cb', 'http://claude.ai/cb'] }],
  ['a script as redirect address', { redirect_uris: ['javascript:alert(1)'] }],
  ['a key of its own', { token_endpoint_auth_method: 'private_key_jwt' }],
  ['a shared secret', { token_endpoint_auth_method: 'client_secret_post' }],
  ['a secret in the open', { client_secret: 'x' }],
  ['the end of a secret', { client_secret_expires_at: 0 }],
  ['grants without codes', { grant_types: ['client_credentials'] }],
  ['answers without codes', { response_types: ['token'] }],
])('refuses a document with %s (AS5, B11)', (_, changes) => {
  expect(() => read(changes)).toThrow(
    expect.objectContaining({ failure: { reason: 'client_document_refused', rule: expect.any(String) } }),
  );
});

test.each(['', '[]', 'null', '"x"', '{', '<html>', '{"__proto__":{"client_id":"x"}}'])('refuses %j (AS5)', (text) => {
  expect(() => readClientDocument(URL, text)).toThrow('client_document_refused');
});

test('a document cannot lend itself members by its prototype', () => {
  const text = `{"__proto__":${JSON.stringify(GOOD)},"constructor":{"prototype":{"client_id":"${URL}"}}}`;
  expect(() => readClientDocument(URL, text)).toThrow('client_document_refused');
});

test('says that a key of its own is not offered', () => {
  expect(() => read({ token_endpoint_auth_method: 'private_key_jwt' })).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ rule: expect.stringContaining('public clients') }) }),
  );
});

test('the rule that refuses a document repeats nothing of it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (text) => {
      try {
        read({ client_name: `${text}\n`, redirect_uris: [text], token_endpoint_auth_method: text });
      } catch (error) {
        expect(JSON.stringify(error)).not.toContain(text);
      }
    }),
  );
});

test('a document that was kept is the same when it is read again', () => {
  expect(readClientDocument(URL, writeClientDocument(URL, read()))).toEqual(read());
});
