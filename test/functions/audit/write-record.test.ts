import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { HttpResponse } from '@smithy/protocol-http';
import { expect, test } from 'vitest';
import { exactlyOneRecord } from '../../../functions/audit/exactly-one-record.ts';
import { recordWriter } from '../../../functions/audit/write-record.ts';
import type { AuditRecord } from '../../../shared/audit-record.ts';
import type { ChangeRecord } from '../../../shared/change-record.ts';

const RECORD: AuditRecord = {
  version: 1,
  time: '2026-11-23T08:00:00.000Z',
  id: 'call-1',
  gateway: 'mcp',
  gate: 'gateway',
  outcome: 'succeeded',
  durationMs: 12,
};

const CHANGE: ChangeRecord = {
  version: 1,
  kind: 'change',
  time: '2026-11-23T08:00:00.000Z',
  id: 'change-1',
  gateway: 'mcp',
  actor: 'arn:aws:sts::111122223333:assumed-role/Operator/bob',
  action: 'disable',
  target: { kind: 'tool', name: 'get_order' },
  before: {},
  after: { tools: ['get_order'] },
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const OK: Answer = { status: 200, body: {} };
const DOWN: Answer = { status: 400, body: { __type: 'ResourceNotFoundException', message: 'no such log group' } };

/** A real AWS client whose requests end here. */
function setup(answer: (action: string, body: Record<string, unknown>) => Answer = () => OK) {
  const requests: { action: string; body: Record<string, unknown> }[] = [];
  const logs = new CloudWatchLogsClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body: Uint8Array }) => {
        const action = request.headers['x-amz-target']?.split('.')[1] ?? '';
        const body: Record<string, unknown> = JSON.parse(Buffer.from(request.body).toString());
        requests.push({ action, body });
        const { status, body: answered } = answer(action, body);
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        return {
          response: new HttpResponse({ statusCode: status, headers, body: Buffer.from(JSON.stringify(answered)) }),
        };
      },
    },
  });
  const uuids = ['uuid-1', 'uuid-2'];
  const writer = recordWriter({
    logs,
    logGroup: '/sallyport/mcp/audit',
    functionName: 'mcp-gateway',
    now: () => new Date('2026-11-23T08:00:00.000Z'),
    randomUUID: () => uuids.shift() ?? 'none left',
  });
  return { writer, requests };
}

const REFUSED = expect.objectContaining({ failure: { reason: 'record_refused' } });

test('writes the record as one line into a stream of its own, made once (I1)', async () => {
  const { writer, requests } = setup();
  await Promise.all([writer.write(RECORD), writer.write({ ...RECORD, id: 'call-2' })]);
  const stream = { logGroupName: '/sallyport/mcp/audit', logStreamName: 'mcp-gateway/2026-11-23/uuid-1' };
  expect(requests.map(({ action }) => action)).toEqual(['CreateLogStream', 'PutLogEvents', 'PutLogEvents']);
  expect(requests[0]?.body).toEqual(stream);
  expect(requests[1]?.body).toEqual({
    ...stream,
    logEvents: [{ timestamp: Date.parse(RECORD.time), message: JSON.stringify(RECORD) }],
  });
});

test('a field the schema does not name fails the write, and nothing is sent (I2)', async () => {
  const { writer, requests } = setup();
  const record = { ...RECORD, token: 'not for the record' };
  await expect(writer.write(record)).rejects.toEqual(REFUSED);
  expect(requests).toEqual([]);
});

test('a change stands in the same log as the calls, with who made it and what was there before (I6)', async () => {
  const { writer, requests } = setup();
  await writer.write(CHANGE);
  expect(requests[1]?.body).toMatchObject({ logEvents: [{ message: JSON.stringify(CHANGE) }] });
});

test.each([
  ['a field its schema does not name', { ...CHANGE, token: 'not for the record' }],
  ['fields of a call', { ...CHANGE, outcome: 'refused' }],
])('a change with %s is not written (I2, I6)', async (_, record) => {
  const { writer, requests } = setup();
  await expect(writer.write(record)).rejects.toEqual(REFUSED);
  expect(requests).toEqual([]);
});

test.each(['CreateLogStream', 'PutLogEvents'])('fails the call when %s fails (I3)', async (failing) => {
  const { writer } = setup((action) => (action === failing ? DOWN : OK));
  await expect(writer.write(RECORD)).rejects.toEqual(REFUSED);
});

test('fails the call when the log takes the request and rejects the record (I3)', async () => {
  const body = { rejectedLogEventsInfo: { tooOldLogEventEndIndex: 0 } };
  const { writer } = setup((action) => (action === 'PutLogEvents' ? { status: 200, body } : OK));
  await expect(writer.write(RECORD)).rejects.toEqual(REFUSED);
});

test('fails the call when a record is too big for one event (I3)', async () => {
  const { writer, requests } = setup();
  await expect(writer.write({ ...RECORD, arguments: { text: 'x'.repeat(512_001) } })).rejects.toEqual(REFUSED);
  expect(requests).toEqual([]);
});

test('makes the stream anew after its creation failed (I3)', async () => {
  let failures = 1;
  const { writer, requests } = setup((action) => (action === 'CreateLogStream' && failures-- > 0 ? DOWN : OK));
  await expect(writer.write(RECORD)).rejects.toEqual(REFUSED);
  await writer.write(RECORD);
  expect(requests.at(-1)?.body.logStreamName).toBe('mcp-gateway/2026-11-23/uuid-2');
});

test('a call has one record: the second is refused, also after a failed first (I1)', async () => {
  const { writer, requests } = setup();
  const one = exactlyOneRecord(writer);
  expect(one.attempted).toBe(false);
  await one.write(RECORD);
  expect(one.attempted).toBe(true);
  await expect(one.write(RECORD)).rejects.toThrow('already has its record');
  expect(requests.filter(({ action }) => action === 'PutLogEvents')).toHaveLength(1);

  const failing = exactlyOneRecord(setup(() => DOWN).writer);
  await expect(failing.write(RECORD)).rejects.toEqual(REFUSED);
  await expect(failing.write(RECORD)).rejects.toThrow('already has its record');
});
