import type { AuditRecord } from '../../shared/audit-record.ts';
import type { CallFailure } from '../../shared/call-failure.ts';
import { exactlyOneRecord } from '../audit/exactly-one-record.ts';
import type { RecordWriter } from '../audit/write-record.ts';
import { detailOf, outcomeOf } from './outcome-of.ts';

/** What becomes known of a request while it is read. */
type Facts = Pick<
  AuditRecord,
  'caller' | 'method' | 'tool' | 'effect' | 'arguments' | 'policies' | 'requestId' | 'sourceIp' | 'protocolVersion'
>;

/** The one record of one request, gathered on its way and written at its end (I1). */
export interface RequestAudit {
  /** Correlation id: in the record, in the answer and in the log. */
  readonly id: string;
  /** Whether the record was written, or tried to be. */
  readonly closed: boolean;
  /** Adds what was learned; fields that are undefined change nothing. */
  note(facts: Partial<Facts>): void;
  /** @throws CallError with `record_refused` when the log did not take the record. */
  succeeded(resultBytes: number): Promise<void>;
  /** @throws CallError with `record_refused` when the log did not take the record. */
  failed(failure: CallFailure): Promise<void>;
  /** For refusals the MCP SDK made. @throws CallError with `record_refused` when the log did not take the record. */
  refused(reason: string): Promise<void>;
}

interface RequestAuditProps {
  readonly records: RecordWriter;
  readonly gateway: string;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

export function requestAudit({ records, gateway, now, randomUUID }: RequestAuditProps): RequestAudit {
  const id = randomUUID();
  const started = now().getTime();
  const record = exactlyOneRecord(records);
  let facts: Partial<Facts> = {};

  async function write(end: Pick<AuditRecord, 'outcome' | 'reason' | 'detail' | 'resultBytes'>): Promise<void> {
    const time = now();
    const durationMs = Math.max(0, time.getTime() - started);
    const ending = withoutUndefined(end);
    await record.write({
      version: 1,
      time: time.toISOString(),
      id,
      gateway,
      gate: 'gateway',
      ...facts,
      outcome: end.outcome,
      durationMs,
      ...ending,
    });
  }

  return {
    id,
    get closed() {
      return record.attempted;
    },
    note(learned) {
      facts = { ...facts, ...withoutUndefined(learned) };
    },
    succeeded: (resultBytes) => write({ outcome: 'succeeded', resultBytes }),
    failed: (failure) => write({ outcome: outcomeOf(failure), reason: failure.reason, detail: detailOf(failure) }),
    refused: (reason) => write({ outcome: 'refused', reason }),
  };
}

/** A text from outside, short enough for its field of the record. */
export function recordText(value: unknown, length: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, length).toWellFormed() : undefined;
}

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  const copy = { ...fields };
  for (const key in copy) if (copy[key] === undefined) delete copy[key];
  return copy;
}
