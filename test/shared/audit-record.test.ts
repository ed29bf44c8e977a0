import { expect, test } from 'vitest';
import { AuditRecord } from '../../shared/audit-record.ts';

const record = {
  version: 1,
  time: '2026-01-02T03:04:05.678Z',
  id: 'call-1',
  gateway: 'desk',
  gate: 'gateway',
  outcome: 'succeeded',
  durationMs: 12,
} as const;

test('a record holds the fields of the list', () => {
  expect(AuditRecord.parse(record)).toEqual(record);
});

test.each(['token', 'authorization', 'credentials', 'body'])(
  'a record with the unknown field %s is refused (I2)',
  (field) => {
    expect(() => AuditRecord.parse({ ...record, [field]: 'x' })).toThrow(/unrecognized/i);
  },
);

test('a record says of its caller what the list names and nothing else (I2)', () => {
  const caller = { id: 'alice-1', subject: 'alice', kind: 'person', clientId: 'desk', groups: [] };
  expect(AuditRecord.parse({ ...record, caller })).toMatchObject({ caller });
  expect(() => AuditRecord.parse({ ...record, caller: { ...caller, token: 'x' } })).toThrow(/unrecognized/i);
});
