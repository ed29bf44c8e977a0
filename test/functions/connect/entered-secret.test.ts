import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { enteredSecret } from '../../../functions/connect/entered-secret.ts';

test.each([
  ['eight888', { value: 'eight888' }],
  ['\r\nwith line ends\n\n', { value: 'with line ends' }],
  [' spaces are part of it ', { value: ' spaces are part of it ' }],
  ['lines\ninside stay', { value: 'lines\ninside stay' }],
  ['x'.repeat(4096), { value: 'x'.repeat(4096) }],
])('%j is taken', (text, wanted) => {
  expect(enteredSecret(text)).toEqual(wanted);
});

test.each([undefined, '', 'seven77', 'seven77\n', '\n'.repeat(20), 'x'.repeat(4097)])(
  'what is too short to be kept out of answers, or too long, is told without it: %j (G5)',
  (text) => {
    const entered = enteredSecret(text);
    if (!('problem' in entered)) throw new Error('it was taken');
    if (text !== undefined && text.trim() !== '') expect(entered.problem).not.toContain(text.trim());
  },
);

test('whatever is entered, what is taken is a part of it, within its bounds and without line ends at its ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
      const entered = enteredSecret(text);
      if (!('value' in entered)) return;
      expect(text).toContain(entered.value);
      expect(entered.value.length).toBeGreaterThanOrEqual(8);
      expect(entered.value.length).toBeLessThanOrEqual(4096);
      expect(entered.value).not.toMatch(/^[\r\n]|[\r\n]$(?![\s\S])/);
    }),
  );
});

test('a text of line ends alone is read in no time', () => {
  const started = performance.now();
  enteredSecret(`${'\n'.repeat(45_000)}x${'\n'.repeat(3000)}y`);
  expect(performance.now() - started).toBeLessThan(500);
});
