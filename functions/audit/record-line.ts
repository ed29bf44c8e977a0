import type { AuditRecord } from '../../shared/audit-record.ts';
import type { ChangeRecord } from '../../shared/change-record.ts';

// What JSON leaves as it is and a terminal, a log viewer or a line reader may act upon: DEL and the C1 controls,
// soft hyphen and zero-width characters, bidirectional controls, line separators, the byte order mark.
const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Writes a record as one line of printable JSON: nothing in it can start a new line, colour a terminal or hide (I8). */
export function recordLine(record: AuditRecord | ChangeRecord): string {
  return JSON.stringify(record).replace(INVISIBLE, asEscape);
}

function asEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
