import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { serviceError } from './aws-refusal.ts';
import type { LogStream } from './log-store.ts';

const DAY_MS = 86_400_000;
const MAX_AGE_MS = 14 * DAY_MS;
const MAX_FUTURE_MS = 2 * 3_600_000;
/** Limits of `PutLogEvents`, in bytes of UTF-8; every event counts 26 bytes more. */
const MAX_BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;

/** Events as a writer sends them. */
export const InputLogEvents = z
  .array(z.strictObject({ timestamp: z.int().nonnegative(), message: z.string().min(1) }))
  .min(1)
  .max(10_000);

/** Appends a batch. Events that are too old or too new are left out and reported, as CloudWatch Logs does. */
export function putLogEvents(stream: LogStream, batch: z.infer<typeof InputLogEvents>, now: Date): Json {
  checkBatch(batch);
  const time = now.getTime();
  const tooOld = batch.filter(({ timestamp }) => timestamp < time - MAX_AGE_MS).length;
  const accepted = batch.filter(({ timestamp }) => timestamp >= time - MAX_AGE_MS && timestamp <= time + MAX_FUTURE_MS);
  for (const { timestamp, message } of accepted) {
    const id = `${time}/${String(stream.events.length).padStart(9, '0')}/${stream.name}`;
    stream.events.push({ timestamp, message, ingestionTime: time, stream: stream.name, id });
  }
  const rejected = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(tooOld + accepted.length < batch.length ? { tooNewLogEventStartIndex: tooOld + accepted.length } : {}),
  };
  const nextSequenceToken = String(stream.events.length);
  return { nextSequenceToken, ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}) };
}

function checkBatch(batch: z.infer<typeof InputLogEvents>): void {
  const times = batch.map(({ timestamp }) => timestamp);
  if (times.some((time, place) => time < (times[place - 1] ?? 0))) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (Math.max(...times) - Math.min(...times) > DAY_MS) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
  const bytes = batch.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
  if (bytes > MAX_BATCH_BYTES) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
}

function invalid(detail: string) {
  return serviceError('InvalidParameterException', detail);
}
