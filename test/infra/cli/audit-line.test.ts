import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditJson, auditLine } from '../../../infra/cli/audit-line.ts';
import type { AuditRecord } from '../../../shared/audit-record.ts';
import type { ChangeRecord } from '../../../shared/change-record.ts';

const record: AuditRecord = {
  version: 1,
  time: '2026-11-23T08:00:00.000Z',
  id: 'call-1',
  gateway: 'desk',
  gate: 'gateway',
  caller: { id: 'c1', subject: 's1', kind: 'person', username: 'alice', clientId: 'app', groups: [] },
  method: 'tools/call',
  tool: 'list_orders',
  outcome: 'refused',
  reason: 'insufficient_scope',
  durationMs: 12.6,
};

const change: ChangeRecord = {
  version: 1,
  kind: 'change',
  time: '2026-11-23T08:00:00.000Z',
  id: 'change-1',
  gateway: 'desk',
  actor: 'arn:aws:iam::123456789012:user/kim',
  action: 'disable',
  target: { kind: 'tool', name: 'list_orders' },
  before: {},
  after: { tools: ['get_order', 'list_orders'] },
};

test('a change becomes a line: when, who, what, from what to what, why (I6)', () => {
  expect(auditLine(JSON.stringify({ ...change, reason: 'it misbehaves' })).split(/ {2,}/)).toEqual([
    '2026-11-23T08:00:00.000Z',
    'change',
    'arn:aws:iam::123456789012:user/kim',
    'disable tool list_orders',
    'nothing → tools [get_order list_orders]',
    'it misbehaves',
  ]);
  expect(JSON.parse(auditJson(JSON.stringify(change)))).toEqual(change);
});

test('a change of everything at a time shows the time', () => {
  const all = { ...change, target: { kind: 'all' }, after: { disabledAt: 1_795_000_000, odd: 1e99, oddAt: 1e99 } };
  expect(auditLine(JSON.stringify(all))).toContain(
    'disable all  nothing → disabledAt 2026-11-18T11:06:40Z, odd 1e+99, oddAt 1e+99',
  );
});

test('a record becomes a line: when, who, what, outcome, why, how long', () => {
  expect(auditLine(JSON.stringify(record)).split(/ {2,}/)).toEqual([
    '2026-11-23T08:00:00.000Z',
    'alice',
    'list_orders',
    'refused',
    'insufficient_scope',
    '13 ms',
  ]);
});

test('a record without a caller or a tool says so', () => {
  const { caller: _caller, tool: _tool, method: _method, reason: _reason, ...door } = record;
  const line = auditLine(JSON.stringify({ ...door, gate: 'authorizer', outcome: 'succeeded' }));
  expect(line.split(/ {2,}/).slice(1, 5)).toEqual(['-', 'authorizer', 'succeeded', '-']);
});

test('a line of the log that is not a record is shown as such, and is JSON where JSON was asked for', () => {
  expect(auditLine('START')).toBe('not an audit record: START');
  expect(JSON.parse(auditJson('START'))).toEqual({ unreadable: 'START' });
  expect(JSON.parse(auditJson(JSON.stringify(record)))).toEqual(record);
});

test('no record can steer the terminal or forge a second line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, whole) => {
      const message = whole ? text : JSON.stringify({ ...record, tool: text.slice(0, 100), reason: text });
      const changed = { ...change, target: { kind: 'user', name: text }, before: { [text]: text }, reason: text };
      expect(auditLine(JSON.stringify(changed))).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(auditLine(message)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(auditJson(message)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      if (!whole) expect(JSON.parse(auditJson(message))).toMatchObject({ reason: text });
    }),
    {
      examples: [
        ['\u001b[2J\nforged', false],
        ['\u007f\u009b2J\u{e0041}\u2028', false],
        ['\u007f\u009b2J', true],
      ],
    },
  );
});
