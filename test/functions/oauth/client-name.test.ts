import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientName } from '../../../functions/oauth/client-name.ts';

test.each(['Claude', 'Visual Studio Code', 'Müller & Söhne', '監査ツール', '  Cursor  '])('%j is a name', (name) => {
  expect(ClientName.parse(name)).toBe(name.trim());
});

test.each([
  ['nothing', ''],
  ['blanks', '   '],
  ['too much', 'a'.repeat(201)],
  ['a line break', 'Claude\nApproved'],
  ['an escape', 'Claude\u001b[2J'],
  ['an override of direction', 'Claude\u202eedualC'],
  ['an isolate of direction', 'Claude\u2066x'],
  ['a space without width', 'Cla\u200bude'],
  ['a soft hyphen', 'Cla\u00adude'],
  ['tag characters', 'Claude\u{e0041}'],
  ['a letter that looks like nothing', 'Claude\u3164'],
  ['a line separator', 'Claude\u2028x'],
  ['private characters', 'Claude\ue000'],
  ['half a character', 'Claude\ud800'],
  ['no letter', '---'],
  ['no text', 7],
])('a name is never %s (B11)', (_, name) => {
  expect(ClientName.safeParse(name).success).toBe(false);
});

test('whatever is accepted is short, and has nothing a person cannot see (B11)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { success, data = '' } = ClientName.safeParse(text);
      if (!success) return;
      expect(data.length).toBeLessThanOrEqual(200);
      expect(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(data)).toBe(false);
    }),
  );
});
