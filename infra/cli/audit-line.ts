import { AuditRecord } from '../../shared/audit-record.ts';
import { visibleText } from './visible-text.ts';

/** One record as a line for people: when, who, what, outcome, why, how long. */
export function auditLine(message: string): string {
  const record = readRecord(message);
  if (!record) return `not an audit record: ${visibleText(message)}`;
  const { time, caller, tool, method, gate, outcome, reason, durationMs } = record;
  return [
    time,
    (caller?.username ?? caller?.id ?? '-').padEnd(8),
    (tool ?? method ?? gate).padEnd(16),
    outcome.padEnd(9),
    (reason ?? '-').padEnd(18),
    `${Math.round(durationMs)} ms`,
  ]
    .map(visibleText)
    .join('  ');
}

/** One record as a line of JSON, also where the log group holds something else. */
export function auditJson(message: string): string {
  return JSON.stringify(readRecord(message) ?? { unreadable: message });
}

function readRecord(message: string): AuditRecord | undefined {
  const json = parse(message);
  return AuditRecord.safeParse(json).data;
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
