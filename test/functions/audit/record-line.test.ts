import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordLine } from '../../../functions/audit/record-line.ts';
import type { AuditRecord } from '../../../shared/audit-record.ts';

function record(text: string): AuditRecord {
  return {
    version: 1,
    time: '2026-11-23T08:00:00.000Z',
    id: text,
    gateway: 'mcp',
    gate: 'gateway',
    arguments: { [text]: text },
    outcome: 'refused',
    durationMs: 0,
  };
}

test('no text can start a second line, reach a terminal or hide in a record (I8)', () => {
  const nasty = fc.constantFrom(
    '\r\n',
    '\u001b[31m',
    '\u009b2J',
    '\u0085',
    '\u2028',
    '\u202e',
    '\u200b',
    '\ufeff',
    '"}',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))), (parts) => {
      const line = recordLine(record(parts.join('')));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});

test('the line reads back as the same record (I1)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(JSON.parse(recordLine(record(text)))).toEqual(JSON.parse(JSON.stringify(record(text))));
    }),
  );
});
