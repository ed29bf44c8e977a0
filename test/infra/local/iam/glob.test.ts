import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Glob, matchesGlob } from '../../../../infra/local/iam/glob.ts';

const any = { wild: '*' } as const;
const one = { wild: '?' } as const;

test.each<[string, Glob, string, boolean]>([
  ['equal text', ['alice'], 'alice', true],
  ['other text', ['alice'], 'alicf', false],
  ['text with more behind it', ['alice'], 'alice2', false],
  ['no text under a star', [any], '', true],
  ['no text under a question mark', [one], '', false],
  ['a character outside the basic plane under one question mark', ['a', one], 'a\u{1F511}', true],
  ['a star that has to take more than the least', [any, 'ab'], 'aab', true],
  ['a star in the middle', ['a', any, 'c'], 'abbbc', true],
  ['text that holds a star where a star is wanted literally', ['*'], 'anything', false],
])('decides %s', (_, glob, text, matches) => expect(matchesGlob(glob, text)).toBe(matches));

test('agrees with a regular expression on every small pattern and text', () => {
  const part = fc.constantFrom<Glob[number]>('a', 'b', 'ab', any, one);
  const text = fc.array(fc.constantFrom('a', 'b')).map((chars) => chars.join(''));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 7 }), text, (glob, got) => {
      const source = glob
        .map((piece) => (typeof piece === 'string' ? piece : piece.wild === '*' ? '.*' : '.'))
        .join('');
      expect(matchesGlob(glob, got)).toBe(new RegExp(`^${source}$`, 'u').test(got));
    }),
    { numRuns: 500 },
  );
});

test('decides a pattern of many stars without trying every split', () => {
  const stars: Glob = Array.from({ length: 30 }, () => [any, 'a'] as const).flat();
  expect(matchesGlob([...stars, 'b'], 'a'.repeat(3000))).toBe(false);
});
