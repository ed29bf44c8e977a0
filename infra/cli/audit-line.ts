import { AuditRecord } from '../../shared/audit-record.ts';
import { ChangeRecord } from '../../shared/change-record.ts';
import { valuesText } from './change-values.ts';
import { visibleJson, visibleText } from './visible-text.ts';

/** One record as a line for people: when, who, what, outcome, why, how long; of a change, from what to what. */
export function auditLine(message: string): string {
  const record = readRecord(message);
  if (!record) return `not an audit record: ${visibleText(message)}`;
  return ('kind' in record ? changeColumns(record) : callColumns(record)).map(visibleText).join('  ');
}

/** One record as a line of JSON, also where the log group holds something else. */
export function auditJson(message: string): string {
  return visibleJson(readRecord(message) ?? { unreadable: message });
}

function callColumns({ time, caller, tool, method, gate, outcome, reason, durationMs }: AuditRecord): string[] {
  return [
    time,
    (caller?.username ?? caller?.id ?? '-').padEnd(8),
    (tool ?? method ?? gate).padEnd(16),
    outcome.padEnd(9),
    (reason ?? '-').padEnd(18),
    `${Math.round(durationMs)} ms`,
  ];
}

function changeColumns({ time, actor, action, target, before, after, reason }: ChangeRecord): string[] {
  const what = [action, target.kind, target.name].filter((word) => word !== undefined).join(' ');
  const columns = [time, 'change  ', actor, what, `${valuesText(before)} → ${valuesText(after)}`];
  return reason === undefined ? columns : [...columns, reason];
}

function readRecord(message: string): AuditRecord | ChangeRecord | undefined {
  const json = parse(message);
  return AuditRecord.safeParse(json).data ?? ChangeRecord.safeParse(json).data;
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
