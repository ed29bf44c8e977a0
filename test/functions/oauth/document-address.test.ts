import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDocumentAddress, isDocumentAddress } from '../../../functions/oauth/document-address.ts';

const HOSTS = { documentHosts: ['claude.ai', 'vscode.dev'], loopbackAllowed: false };
const LOCAL = { ...HOSTS, loopbackAllowed: true };
const UNKNOWN = expect.objectContaining({ failure: { reason: 'client_unknown' } });
const REFUSED = expect.objectContaining({ failure: expect.objectContaining({ reason: 'client_document_refused' }) });

test.each(['https://claude.ai/oauth/client.json', 'https://vscode.dev/x', 'https://claude.ai/a%20b/c'])(
  '%s may be read',
  (address) => {
    expect(() => checkDocumentAddress(address, HOSTS)).not.toThrow();
  },
);

test.each([
  'https://evil.example/client.json',
  'https://claude.ai.evil.example/client.json',
  'https://x.claude.ai/client.json',
  'https://claude.ai@evil.example/client.json',
  'https://evil.example/claude.ai/client.json',
  'http://claude.ai/client.json',
  'https://127.0.0.1/client.json',
  'https://0x7f000001/client.json',
  'https://[::1]/client.json',
  'http://127.0.0.1/client.json',
  'http://localhost:4000/client.json',
  'https://',
])('%s is nobody: its host is not listed (F9)', (address) => {
  expect(() => checkDocumentAddress(address, HOSTS)).toThrow(UNKNOWN);
});

test('an empty list of hosts means that no document is read, not even from this machine (F9)', () => {
  for (const loopbackAllowed of [true, false]) {
    const none = { documentHosts: [], loopbackAllowed };
    expect(() => checkDocumentAddress('https://claude.ai/client.json', none)).toThrow(UNKNOWN);
    expect(() => checkDocumentAddress('http://127.0.0.1/client.json', none)).toThrow(UNKNOWN);
  }
});

test.each([
  ['a user name', 'https://user@claude.ai/client.json'],
  ['a password', 'https://:pw@claude.ai/client.json'],
  ['a port', 'https://claude.ai:8443/client.json'],
  ['the default port', 'https://claude.ai:443/client.json'],
  ['a query', 'https://claude.ai/client.json?a=b'],
  ['an empty query', 'https://claude.ai/client.json?'],
  ['a fragment', 'https://claude.ai/client.json#a'],
  ['no path', 'https://claude.ai/'],
  ['no path and no slash', 'https://claude.ai'],
  ['dot segments', 'https://claude.ai/a/../client.json'],
  ['one dot', 'https://claude.ai/./client.json'],
  ['encoded dot segments', 'https://claude.ai/a/%2E%2e/client.json'],
  ['capitals in the host', 'https://CLAUDE.ai/client.json'],
  ['a letter that folds to another', 'https://ｃlaude.ai/client.json'],
  ['a tab', 'https://claude.ai/cli\tent.json'],
  ['a backslash', 'https://claude.ai\\@evil.example/client.json'],
])('an address with %s is refused (AS5)', (_, address) => {
  expect(() => checkDocumentAddress(address, HOSTS)).toThrow(REFUSED);
});

test('an endless address is nobody', () => {
  expect(() => checkDocumentAddress(`https://claude.ai/${'a'.repeat(2048)}`, HOSTS)).toThrow(UNKNOWN);
});

test('where the facade stands on this machine, so may documents', () => {
  expect(() => checkDocumentAddress('http://127.0.0.1:4000/client.json', LOCAL)).not.toThrow();
  expect(() => checkDocumentAddress('http://127.0.0.2:4000/client.json', LOCAL)).toThrow(UNKNOWN);
  expect(() => checkDocumentAddress('http://127.0.0.1:4000/', LOCAL)).toThrow(REFUSED);
});

test('one document has one address: no other text for it passes (AS5)', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
      const hosts = { documentHosts: [new URL(address).hostname], loopbackAllowed: false };
      try {
        checkDocumentAddress(address, hosts);
      } catch {
        return;
      }
      const { href, protocol, search, hash, port } = new URL(address);
      expect([href, protocol, search, hash, port]).toEqual([address, 'https:', '', '', '']);
    }),
  );
});

test('only an address is taken for one', () => {
  expect(isDocumentAddress('https://claude.ai/x')).toBe(true);
  expect(['4a5b6c', 'ftp://claude.ai/x', ' https://claude.ai/x', 'HTTPS://claude.ai/x'].some(isDocumentAddress)).toBe(
    false,
  );
});
