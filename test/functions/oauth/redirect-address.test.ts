import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redirectKind } from '../../../functions/oauth/redirect-address.ts';

describe('a redirect address', () => {
  test.each([
    ['https://claude.ai/cb', 'https'],
    ['https://client.example', 'https'],
    ['http://127.0.0.1:33418', 'loopback'],
    ['http://[::1]:5000/cb', 'loopback'],
    ['http://localhost/cb', 'loopback'],
    ['cursor://anysphere.cursor-retrieval/cb', 'app'],
    ['vscode-insiders://vscode.github-authentication/did-authenticate', 'app'],
    ['com.example.app:/cb', 'app'],
  ])('%s is %s', (uri, kind) => {
    expect(redirectKind(uri)).toBe(kind);
  });

  test.each([
    'http://client.example/cb',
    'http://127.0.0.1.example.com/cb',
    'http://localhost.example.com/cb',
    'http://127.0.0.2/cb',
    'http://0x7f.0.0.1/cb',
    'http://2130706433/cb',
    'http://127.1/cb',
    'javascript:alert(1)',
    'javascript://client.example/%0aalert(1)',
    'data:text/html,hi',
    'file:///etc/passwd',
    'vbscript:x',
    'blob:https://client.example/x',
    'about:blank',
    'ws://127.0.0.1/cb',
    'wss://client.example/cb',
    'ftp://client.example/cb',
    'intent://client.example/cb',
    'myapp://cb',
    'Com.Example.App:/cb',
    'com.example.app:cb',
    'urn:ietf:wg:oauth:2.0:oob',
  ])('is never %s (B11)', (uri) => {
    expect(redirectKind(uri)).toBeUndefined();
  });

  test.each([
    ['a fragment', 'https://client.example/cb#x'],
    ['an empty fragment', 'https://client.example/cb#'],
    ['a user name', 'https://claude.ai@evil.example/cb'],
    ['an empty user name', 'https://@evil.example/cb'],
    ['a user name for an app', 'cursor://user@host/cb'],
    ['a password', 'https://:pw@evil.example/cb'],
    ['a wildcard', 'https://*.client.example/cb'],
    ['a wildcard path', 'https://client.example/*'],
    ['dot segments', 'https://client.example/a/../cb'],
    ['encoded dot segments', 'https://client.example/a/%2e%2e/cb'],
    ['a backslash', 'https://client.example\\@evil.example/cb'],
    ['a space', 'https://client.example/c b'],
    ['a line break', 'https://client.example/cb\r\nx: y'],
    ['a tab that browsers drop', 'https://cli\tent.example/cb'],
    ['capitals in the host', 'https://Client.example/cb'],
    ['capitals in the scheme', 'HTTPS://client.example/cb'],
    ['the default port', 'https://client.example:443/cb'],
    ['no slashes', 'https:client.example/cb'],
    ['letters beyond ASCII', 'https://clıent.example/cb'],
    ['no scheme', '//client.example/cb'],
    ['nothing', ''],
    ['too much', `https://client.example/${'a'.repeat(2048)}`],
  ])('has not %s (B11)', (_, uri) => {
    expect(redirectKind(uri)).toBeUndefined();
  });

  test('that is accepted is what a browser opens (B11)', () => {
    const anything = fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string());
    fc.assert(
      fc.property(anything, (uri) => {
        if (redirectKind(uri) === undefined) return;
        expect([uri, `${uri}/`]).toContain(new URL(uri).href);
      }),
    );
  });
});
