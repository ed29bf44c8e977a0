import { setTimeout as wait } from 'node:timers/promises';
import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

/** A log group and how to reach it. */
export interface AuditSource {
  readonly logs: CloudWatchLogsClient;
  readonly logGroup: string;
}

/** How far back records are looked for. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

/** Late arrivals are still shown: CloudWatch Logs may need some seconds before it finds an event. */
const OVERLAP_MS = 60_000;

const POLL_MS = 1000;

/** The records of the last day, oldest first. */
export async function recentEvents(source: AuditSource, now: number): Promise<readonly FilteredLogEvent[]> {
  return eventsSince(source, now - LOOK_BACK_MS);
}

/**
 * Records as they arrive, each once, until the signal aborts.
 *
 * @param known Records that are not new.
 */
export async function* followEvents(
  source: AuditSource,
  known: readonly FilteredLogEvent[],
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<FilteredLogEvent> {
  let seen = new Map(known.map((event) => [keyOf(event), event]));
  while (!signal.aborted) {
    const since = now() - OVERLAP_MS;
    const events = await eventsSince(source, since);
    for (const event of events) if (!seen.has(keyOf(event))) yield event;
    const kept = [...seen].filter(([, event]) => (event.timestamp ?? 0) >= since);
    seen = new Map([...kept, ...events.map((event) => [keyOf(event), event] as const)]);
    await wait(POLL_MS, undefined, { signal }).catch(whenAborted);
  }
}

async function eventsSince({ logs, logGroup }: AuditSource, startTime: number): Promise<FilteredLogEvent[]> {
  const found: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName: logGroup, startTime, nextToken }));
    found.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

function keyOf({ eventId, timestamp, logStreamName, message }: FilteredLogEvent): string {
  return eventId ?? `${timestamp} ${logStreamName} ${message}`;
}

function whenAborted(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
