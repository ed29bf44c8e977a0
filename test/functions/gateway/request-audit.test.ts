import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordText, requestAudit } from '../../../functions/gateway/request-audit.ts';
import { AuditRecord } from '../../../shared/audit-record.ts';
import { ALICE } from './fixture/test-gateway.ts';

function audited(times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01.5Z']) {
  const records: unknown[] = [];
  const clock = times.map((time) => new Date(time));
  const audit = requestAudit({
    records: { write: async (record) => void records.push(AuditRecord.parse(record)) },
    gateway: 'desk',
    now: () => clock.shift() ?? new Date(0),
    randomUUID: () => 'id-1',
  });
  return { audit, records };
}

describe('the record of a request', () => {
  test('holds what was learned on the way and how it ended (I1)', async () => {
    const { audit, records } = audited();
    audit.note({ requestId: 'r', method: 'tools/call', tool: undefined });
    audit.note({ caller: ALICE, method: undefined });
    await audit.failed({ reason: 'body_refused', rule: 'a batch' });
    expect(records).toEqual([
      {
        version: 1,
        time: '2026-01-01T00:00:01.500Z',
        id: 'id-1',
        gateway: 'desk',
        gate: 'gateway',
        requestId: 'r',
        method: 'tools/call',
        caller: ALICE,
        outcome: 'refused',
        reason: 'body_refused',
        detail: 'a batch',
        durationMs: 1500,
      },
    ]);
  });

  test('is written once (I1)', async () => {
    const { audit, records } = audited();
    expect(audit.closed).toBe(false);
    await audit.succeeded(1);
    expect(audit.closed).toBe(true);
    await expect(audit.refused('again')).rejects.toThrow('already has its record');
    expect(records).toHaveLength(1);
  });

  test('holds no text of a tool or of a schema as its detail (I2)', async () => {
    for (const failure of [
      { reason: 'tool_error', message: 'secret' },
      { reason: 'invalid_input', issues: 'secret' },
      { reason: 'invalid_output', issues: 'secret' },
    ] as const) {
      const { audit, records } = audited();
      await audit.failed(failure);
      expect(JSON.stringify(records)).not.toContain('secret');
    }
  });

  test('counts no negative time when the clock is set back', async () => {
    const { audit, records } = audited(['2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z']);
    await audit.succeeded(0);
    expect(records).toMatchObject([{ durationMs: 0 }]);
  });

  test('takes any text from outside within its bound and well formed (I8)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (text, length) => {
        const kept = recordText(text, length) ?? '';
        expect(kept.length).toBeLessThanOrEqual(length);
        expect(kept.isWellFormed()).toBe(true);
      }),
    );
    expect(recordText(7, 10)).toBeUndefined();
  });
});
