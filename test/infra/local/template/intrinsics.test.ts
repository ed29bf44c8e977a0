import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveIntrinsics } from '../../../../infra/local/template/intrinsics.ts';
import type { Json } from '../../../../shared/json-schema.ts';

const NO_REFERENCES = {
  ref: (name: string) => `ref:${name}`,
  attribute: (id: string, attribute: string) => `${id}.${attribute}`,
};

test('changes nothing in a value without intrinsic functions', () => {
  const value: fc.Arbitrary<Json> = fc.jsonValue().map((one) => JSON.parse(JSON.stringify(one)));
  fc.assert(
    fc.property(value, (plain) => {
      fc.pre(!/"(Ref|Fn::|__proto__)/.test(JSON.stringify(plain)));
      expect(resolveIntrinsics(plain, NO_REFERENCES, 'X')).toEqual(plain);
    }),
  );
});

test('replaces a reference at any depth', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('list', 'object'), { maxLength: 8 }), (shells) => {
      const wrap = (inner: Json) =>
        shells.reduce<Json>((content, shell) => (shell === 'list' ? [content] : { key: content }), inner);
      expect(resolveIntrinsics(wrap({ Ref: 'Orders' }), NO_REFERENCES, 'X')).toEqual(wrap('ref:Orders'));
    }),
  );
});
