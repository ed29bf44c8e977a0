import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joseSignature } from '../../../functions/exchange/jose-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

test('any DER signature is the same signature in the form of JWTs', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
      const signature = joseSignature(sign('sha256', message, privateKey));
      expect(signature).toHaveLength(64);
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

/** DER of two numbers, as short as they go. */
function derOf(...numbers: readonly Uint8Array[]): Buffer {
  const elements = numbers.map((bytes) => Buffer.concat([Buffer.from([2, bytes.length]), bytes]));
  const content = Buffer.concat(elements);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

test('numbers that are short get their leading zeros back', () => {
  const signature = joseSignature(derOf(Uint8Array.of(7), Uint8Array.of(0, 0x80)));
  expect(signature.toString('hex')).toBe(`${'00'.repeat(31)}07${'00'.repeat(31)}80`);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['one number', derOf(Uint8Array.of(1))],
  ['three numbers', derOf(Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(1))],
  ['a number of another curve', derOf(Buffer.alloc(48, 1), Uint8Array.of(1))],
  ['an empty number', derOf(Uint8Array.of(), Uint8Array.of(1))],
  ['bytes that follow', Buffer.concat([derOf(Uint8Array.of(1), Uint8Array.of(1)), Buffer.from([0])])],
  ['half a signature', derOf(Uint8Array.of(1), Uint8Array.of(1)).subarray(0, 5)],
  ['another element', Buffer.from([0x31, 2, 2, 0])],
])('refuses %s', (_, der) => {
  expect(() => joseSignature(der)).toThrow('this is no DER signature of P-256');
});

test('any bytes are 64 bytes or an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        expect(joseSignature(bytes)).toHaveLength(64);
      } catch (error) {
        expect(String(error)).toContain('this is no DER signature of P-256');
      }
    }),
  );
});
