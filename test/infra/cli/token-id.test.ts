import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenId } from '../../../infra/cli/token-id.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
const piped = (text: string) => tokenId('-', Readable.from([text]));
const NOTHING = Readable.from([]);

test('a token that is piped in is revoked with all of its sign-in (B7)', async () => {
  expect(await piped(`${token({ jti: 'one', origin_jti: 'all' })}\n`)).toBe('all');
  expect(await piped(token({ jti: 'one' }))).toBe('one');
});

test('an id is taken as it is, piped in or not', async () => {
  expect(await tokenId('a1-b2', NOTHING)).toBe('a1-b2');
  expect(await piped('a1-b2\n')).toBe('a1-b2');
});

test('a token on the command line is read too, and goes nowhere (B8)', async () => {
  expect(await tokenId(token({ jti: 'one' }), NOTHING)).toBe('one');
});

test.each([
  ['', /named by its jti/],
  ['a b', /named by its jti/],
  [token({ sub: 'x' }), /has no id/],
  [token('text'), /cannot be read/],
  ['e30x.bm90IGpzb24.c2ln', /cannot be read/],
])('%j is no token with an id', async (text, sentence) => {
  await expect(piped(text)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(sentence) });
});

test('no part of a token gets into a message or further than its ids (B8)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 12 }), fc.boolean(), async (secret, whole) => {
      const text = `${part({ alg: secret })}.${whole ? part({ sub: secret }) : part(secret).slice(1)}.${part(secret)}`;
      const said = await piped(text).catch((error: Error) => `${error.message} ${error.cause ?? ''}`);
      for (const piece of [secret, ...text.split('.')].filter(({ length }) => length > 11)) {
        expect(said).not.toContain(piece);
      }
    }),
  );
});
