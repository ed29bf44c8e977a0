import type { AuditRecord } from '../../shared/audit-record.ts';
import type { RecordWriter } from './write-record.ts';

/** The one record of one call or refusal. */
export interface OneRecord {
  /** Whether writing was tried; a failed attempt counts, because the log may have kept it. */
  readonly attempted: boolean;
  /** @throws Error at the second attempt; CallError when the log did not take the record. */
  write(record: AuditRecord): Promise<void>;
}

/** Guards one call's record: a second one is a mistake of ours and is thrown, never written (I1). */
export function exactlyOneRecord(writer: RecordWriter): OneRecord {
  let attempted = false;
  return {
    get attempted() {
      return attempted;
    },
    async write(record) {
      if (attempted) throw new Error(`call ${record.id} already has its record`);
      attempted = true;
      await writer.write(record);
    },
  };
}
