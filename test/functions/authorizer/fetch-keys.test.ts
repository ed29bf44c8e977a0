import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchKeys } from '../../../functions/authorizer/fetch-keys.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  if (!isAddress(address)) throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}/jwks.json`;
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

test('reads a key set over http from this machine', async () => {
  const uri = await serve((_, response) => response.end('{"keys":[{"kty":"RSA","kid":"a"}]}'));
  await expect(fetchKeys(uri)).resolves.toEqual({ keys: [{ kty: 'RSA', kid: 'a' }] });
});

test.each(['http://issuer.example/jwks.json', 'http://127.0.0.1.example/jwks', 'file:///etc/passwd', 'data:,{}'])(
  'never reads keys from %s (B2)',
  async (uri) => {
    await expect(fetchKeys(uri)).rejects.toThrow('https only');
  },
);

test('gives up when the endpoint is slow (B2)', async () => {
  const uri = await serve(() => undefined);
  const start = performance.now();
  await expect(fetchKeys(uri)).rejects.toThrow();
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('stops reading a key set that never ends (B2)', async () => {
  const uri = await serve((_, response) => {
    const more = () => response.write('x'.repeat(16_384), more);
    more();
  });
  await expect(fetchKeys(uri)).rejects.toThrow('65536 bytes');
});

test('follows no redirect (B2)', async () => {
  const uri = await serve((request, response) =>
    request.url === '/jwks.json' ? response.writeHead(302, { location: '/other' }).end() : response.end('{"keys":[]}'),
  );
  await expect(fetchKeys(uri)).rejects.toThrow();
});

test.each([
  ['an error page', 500, '{"keys":[]}'],
  ['no JSON', 200, '<html>'],
  ['no key set', 200, '{"keys":{"kty":"RSA"}}'],
  ['a key without type', 200, '{"keys":[{"kid":"a"}]}'],
])('refuses %s in place of keys (B2)', async (_, status, body) => {
  const uri = await serve((__, response) => response.writeHead(status).end(body));
  await expect(fetchKeys(uri)).rejects.toThrow();
});
