import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedId, derivedUuid, generatedName, ID_ALPHABET } from '../../../../infra/local/template/derived-id.ts';

test('gives the same id for the same resource on every start', () => {
  expect(derivedId('Desk/Api', 10, ID_ALPHABET.alphanumeric)).toBe(derivedId('Desk/Api', 10, ID_ALPHABET.alphanumeric));
  expect(derivedUuid('Desk/Key')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(derivedUuid('Desk/Key')).not.toBe(derivedUuid('Desk/Other'));
});

test('keeps every generated name within the limit of the service and names of two resources apart', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,120}$/);
  fc.assert(
    fc.property(name, name, name, (stack, one, other) => {
      fc.pre(one !== other);
      expect(generatedName(stack, one, 64).length).toBeLessThanOrEqual(64);
      expect(generatedName(stack, one, 64)).not.toBe(generatedName(stack, other, 64));
    }),
  );
});
