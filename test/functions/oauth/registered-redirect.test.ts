import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRegisteredRedirect } from '../../../functions/oauth/registered-redirect.ts';

const GOOD = [
  'https://claude.ai/api/mcp/auth_callback',
  'https://client.example:8443/cb?tenant=7',
  'http://127.0.0.1:33418/',
  'http://127.0.0.1/cb',
  'http://[::1]:5000/cb',
  'http://localhost:3118/callback',
  'cursor://anysphere.cursor-retrieval/oauth/user-docs/callback',
  'vscode://publisher.extension/cb',
  'com.example.app:/oauth/cb',
];

function matches(redirectUris: readonly string[], uri: string): boolean {
  return isRegisteredRedirect({ redirectUris }, uri);
}

describe('a registered redirect address', () => {
  test.each(GOOD)('%s is met by itself', (uri) => {
    expect(matches(['https://other.example/', uri], uri)).toBe(true);
  });

  test('is not met by an address that differs in any byte, unless it is a loopback port (B11)', () => {
    const edited = fc.record({
      uri: fc.constantFrom(...GOOD),
      at: fc.nat(80),
      cut: fc.integer({ min: 0, max: 2 }),
      put: fc.string({ maxLength: 2 }),
    });
    fc.assert(
      fc.property(edited, ({ uri, at, cut, put }) => {
        const other = uri.slice(0, at) + put + uri.slice(at + cut);
        fc.pre(other !== uri && dropLoopbackPort(other) !== dropLoopbackPort(uri));
        expect(matches([uri], other)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('on the loopback is met on any port (RFC 8252 §7.3)', () => {
    const hosts = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');
    const port = fc.integer({ min: 1024, max: 65_535 });
    fc.assert(
      fc.property(hosts, port, port, (host, registered, used) => {
        expect(matches([`http://${host}:${registered}/cb?a=b`], `http://${host}:${used}/cb?a=b`)).toBe(true);
        expect(matches([`http://${host}/cb`], `http://${host}:${used}/cb`)).toBe(true);
      }),
    );
  });

  test.each([
    ['another path', 'http://127.0.0.1:1/cb', 'http://127.0.0.1:2/cb/x'],
    ['another query', 'http://127.0.0.1:1/cb', 'http://127.0.0.1:2/cb?x=y'],
    ['another name of the loopback', 'http://127.0.0.1:1/cb', 'http://localhost:1/cb'],
    ['https', 'http://127.0.0.1:1/cb', 'https://127.0.0.1:1/cb'],
    ['a host that begins like it', 'http://127.0.0.1/cb', 'http://127.0.0.1.evil.example/cb'],
    ['a port that is a user name', 'http://localhost:1/cb', 'http://localhost:1@evil.example/cb'],
    ['no port at all', 'http://localhost/cb', 'http://localhost:/cb'],
    ['a port too large', 'http://localhost/cb', 'http://localhost:70000/cb'],
    ['another port of a web site', 'https://client.example:1/cb', 'https://client.example:2/cb'],
    ['a path below', 'https://client.example/cb', 'https://client.example/cb/'],
    ['an added parameter', 'https://client.example/cb', 'https://client.example/cb?next=//evil.example'],
  ])('is not met by %s (B11)', (_, registered, used) => {
    expect(matches([registered], used)).toBe(false);
  });

  test('is needed: a client without any meets nothing (B11)', () => {
    for (const uri of GOOD) expect(matches([], uri)).toBe(false);
  });
});

/** An independent reading of "the port alone may differ". */
function dropLoopbackPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):[1-9]\d{0,4}(?=[/?]|$)/, '$1');
}
