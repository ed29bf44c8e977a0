import { expect, test } from 'vitest';
import { keyId } from '../../../functions/signing/key-id.ts';

test('a key’s id tells keys apart and shows nothing of the account (A10)', () => {
  const [first, second] = ['a', 'b'].map((key) => keyId(`arn:aws:kms:eu-west-1:111122223333:key/${key}`));
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(first).not.toBe(second);
});
