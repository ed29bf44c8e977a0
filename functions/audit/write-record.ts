import { PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { AuditRecord } from '../../shared/audit-record.ts';
import { CallError } from '../../shared/call-failure.ts';
import { ChangeRecord } from '../../shared/change-record.ts';
import { recordLine } from './record-line.ts';
import { type RecordStreamProps, recordStream } from './record-stream.ts';

/** Half of what one CloudWatch Logs event could hold (1 MB); arguments are cut long before. */
const MAX_RECORD_BYTES = 512_000;

/** What the audit log holds: what was called, and what was changed (I6). Both are strict, so nothing else gets in. */
const LogRecord = z.union([AuditRecord, ChangeRecord]);

/** Writes records to the audit log. */
export interface RecordWriter {
  /**
   * Writes one record and waits until CloudWatch Logs has acknowledged it (I1, I3).
   *
   * @throws CallError with `record_refused` when the record breaks its schema or the log did not take it.
   */
  write(record: AuditRecord | ChangeRecord): Promise<void>;
}

/** Makes the writer of one Lambda environment. */
export function recordWriter(props: RecordStreamProps): RecordWriter {
  const { logs, logGroup, now } = props;
  const stream = recordStream(props);

  async function put(message: string): Promise<void> {
    const { rejectedLogEventsInfo } = await logs.send(
      new PutLogEventsCommand({
        logGroupName: logGroup,
        logStreamName: await stream(),
        logEvents: [{ timestamp: now().getTime(), message }],
      }),
    );
    if (rejectedLogEventsInfo) throw new Error('CloudWatch Logs took the request and rejected the record');
  }

  return {
    async write(record) {
      try {
        await put(boundedLine(record));
      } catch (cause) {
        throw new CallError({ reason: 'record_refused' }, { cause });
      }
    },
  };
}

function boundedLine(record: AuditRecord | ChangeRecord): string {
  const line = recordLine(LogRecord.parse(record));
  const bytes = Buffer.byteLength(line);
  if (bytes > MAX_RECORD_BYTES) throw new Error(`a record holds at most ${MAX_RECORD_BYTES} bytes, got ${bytes}`);
  return line;
}
