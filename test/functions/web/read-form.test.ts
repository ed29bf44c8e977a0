import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readForm } from '../../../functions/web/read-form.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function read(body: string, headers: Record<string, string> = FORM, maxBytes = 1000) {
  return readForm({ headers: new Headers(headers), body: Buffer.from(body) }, maxBytes);
}

test('a body of another type is no form, and a long one is not read', () => {
  expect(read('a=b', { 'content-type': 'application/json' })).toBe('no_form');
  expect(read('a=b', {})).toBe('no_form');
  expect(read('a'.repeat(1001))).toBe('too_large');
});

test('whatever a browser encodes is read as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (value) => {
      const form = read(`${new URLSearchParams({ secret: value })}`, FORM, 10_000);
      expect(typeof form === 'object' && form.get('secret')).toBe(value);
    }),
  );
});

test('of any body comes a form, with no value for what came twice', () => {
  fc.assert(
    fc.property(fc.string(), (body) => {
      const form = read(`${body}&x=1&x=2`, FORM, 10_000);
      expect(typeof form === 'object' && form.get('x')).toBeUndefined();
    }),
  );
});
