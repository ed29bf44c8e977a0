import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPattern } from '../../../../infra/local/api/matches-pattern.ts';

test('agrees with a regular expression of the same meaning on every pattern and text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (pattern, subject) => {
      const expression = pattern.replace(/[.*?/]/g, (sign) => ({ '*': '.*', '?': '.' })[sign] ?? `\\${sign}`);
      expect(matchesPattern(pattern, subject)).toBe(new RegExp(`^${expression}$`, 's').test(subject));
    }),
    { numRuns: 2000 },
  );
});

test('takes no time that grows beyond measure with many stars', () => {
  expect(matchesPattern('*a'.repeat(200), `${'a'.repeat(5000)}b`)).toBe(false);
});
