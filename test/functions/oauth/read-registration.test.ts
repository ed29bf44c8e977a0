import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRegistration } from '../../../functions/oauth/read-registration.ts';
import { redirectKind } from '../../../functions/oauth/redirect-address.ts';

const HOSTS = ['claude.ai'];
const GOOD = { client_name: 'Tool', redirect_uris: ['http://localhost:3118/callback'] };

function read(changes: object = {}) {
  return readRegistration(JSON.stringify({ ...GOOD, ...changes }), HOSTS);
}

function refusal(error: string) {
  return expect.objectContaining({
    failure: { reason: 'registration_refused', error, rule: expect.any(String) },
  });
}

test.each([
  ['a public client', { token_endpoint_auth_method: 'none', application_type: 'native' }],
  ['a client that asks for a secret by default', { token_endpoint_auth_method: 'client_secret_post' }],
  ['a client with grants that are not offered', { grant_types: ['authorization_code', 'device_code'] }],
  ['a client with members nobody knows', { software_statement: 'x', contacts: [], jwks_uri: 'http://10.0.0.1/' }],
])('reads %s', (_, changes) => {
  expect(read(changes)).toEqual({ name: 'Tool', redirectUris: GOOD.redirect_uris });
});

test('a client without a name is shown as one', () => {
  expect(read({ client_name: undefined }).name).toBe('Unnamed client');
});

test.each([
  'http://127.0.0.1:1/cb',
  'http://[::1]/cb',
  'https://claude.ai/api/mcp/auth_callback',
  'cursor://anysphere.cursor-retrieval/cb',
])('%s may be registered', (uri) => {
  expect(read({ redirect_uris: [uri] }).redirectUris).toEqual([uri]);
});

test.each([
  'https://evil.example/cb',
  'https://x.claude.ai/cb',
  'https://claude.ai.evil.example/cb',
  'https://claude.ai:8443/cb',
  'https://claude.ai@evil.example/cb',
  'http://claude.ai/cb',
  'javascript:alert(1)',
  'https://claude.ai/cb#x',
])('%s may not be registered by a stranger (B11)', (uri) => {
  expect(() => read({ redirect_uris: [uri] })).toThrow(refusal('invalid_redirect_uri'));
});

test('an address on a host that is not listed is left away beside one that may be registered (B11)', () => {
  const redirect_uris = ['https://www.cursor.com/cb', ...GOOD.redirect_uris, 'https://x.claude.ai/cb'];
  expect(read({ redirect_uris }).redirectUris).toEqual(GOOD.redirect_uris);
});

test.each(['http://claude.ai/cb', 'javascript:alert(1)', 'https://claude.ai/cb#x'])(
  'a registration that names %s beside a good address is refused whole (B11)',
  (uri) => {
    expect(() => read({ redirect_uris: [...GOOD.redirect_uris, uri] })).toThrow(refusal('invalid_redirect_uri'));
  },
);

test.each([
  ['no redirect addresses', { redirect_uris: undefined }],
  ['an empty list of them', { redirect_uris: [] }],
  ['too many of them', { redirect_uris: Array(6).fill('http://localhost/cb') }],
  ['one that is no text', { redirect_uris: [7] }],
])('%s is refused as such (RFC 7591 §3.2.2)', (_, changes) => {
  expect(() => read(changes)).toThrow(refusal('invalid_redirect_uri'));
});

test.each([
  ['a name that hides something', { client_name: 'Tool\u202e' }],
  ['a name too long', { client_name: 'a'.repeat(201) }],
  ['a key of its own', { token_endpoint_auth_method: 'private_key_jwt' }],
  ['a certificate', { token_endpoint_auth_method: 'tls_client_auth' }],
  ['grants for machines', { grant_types: ['client_credentials'] }],
  ['passwords', { grant_types: ['password'] }],
  ['answers without codes', { response_types: ['token'] }],
])('%s is refused (B11, B13)', (_, changes) => {
  expect(() => read(changes)).toThrow(refusal('invalid_client_metadata'));
});

test.each(['', '[]', 'null', '{', '"x"'])('%j is no registration', (text) => {
  expect(() => readRegistration(text, HOSTS)).toThrow('registration_refused');
});

test('a registration has at most 8 KiB, counted in bytes', () => {
  const padded = (length: number) => `${JSON.stringify(GOOD)}${' '.repeat(length - JSON.stringify(GOOD).length)}`;
  expect(readRegistration(padded(8192), HOSTS).name).toBe('Tool');
  const large = expect.objectContaining({ failure: { reason: 'too_large' } });
  expect(() => readRegistration(padded(8193), HOSTS)).toThrow(large);
  expect(() => readRegistration(JSON.stringify({ ...GOOD, x: 'ü'.repeat(4096) }), HOSTS)).toThrow(large);
});

test('whatever is registered leads to a listed host or stays on the machine (B11)', () => {
  const uri = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('https://claude.ai/', 'http://localhost/'));
  fc.assert(
    fc.property(uri, (text) => {
      try {
        read({ redirect_uris: [text] });
      } catch {
        return;
      }
      expect(redirectKind(text) !== 'https' || new URL(text).host === 'claude.ai').toBe(true);
    }),
  );
});
