import { CloudWatchLogsClient, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, expect, test, vi } from 'vitest';
import { followEvents, recentEvents } from '../../../infra/cli/audit-events.ts';

const NOW = 1_000_000_000;
const logs = new CloudWatchLogsClient({ region: 'us-east-1' });
const source = { logs, logGroup: 'audit' };
const event = (id: string, age = 0): FilteredLogEvent => ({ eventId: id, timestamp: NOW - age, message: id });

/** The log group answers these pages, one per request. */
function answers(...pages: { events: FilteredLogEvent[]; nextToken?: string }[]) {
  return vi.spyOn(logs, 'send').mockImplementation(async () => pages.shift() ?? { events: [] });
}

afterEach(() => vi.restoreAllMocks());

test('records are read to the last page', async () => {
  answers({ events: [event('a')], nextToken: 'more' }, { events: [], nextToken: 'still' }, { events: [event('b')] });
  expect(await recentEvents(source, NOW)).toEqual([event('a'), event('b')]);
});

test('following shows each record once and none of the known ones', async () => {
  answers({ events: [event('a'), event('b')] }, { events: [event('a'), event('b'), event('c')] });
  const stop = new AbortController();
  const shown: unknown[] = [];
  for await (const { message } of followEvents(source, [event('a')], () => NOW, stop.signal)) {
    shown.push(message);
    if (message === 'c') stop.abort();
  }
  expect(shown).toEqual(['b', 'c']);
});

test('a log group that cannot be read ends following with the error', async () => {
  vi.spyOn(logs, 'send').mockRejectedValue(new Error('AccessDenied'));
  const events = followEvents(source, [], () => NOW, new AbortController().signal);
  await expect(events.next()).rejects.toThrow('AccessDenied');
});
