import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { LOG_GROUP as logGroupName } from './support-desk-stack.ts';

let fixture: EndpointFixture;
let tool: CloudWatchLogsClient;
let operator: CloudWatchLogsClient;
beforeEach(async () => {
  fixture = await startFixture();
  const { endpoint } = fixture;
  tool = new CloudWatchLogsClient(clientFor(endpoint, endpoint.credentialsForFunction('mcp-list_orders')));
  operator = new CloudWatchLogsClient(clientFor(endpoint, endpoint.operatorCredentials()));
  await tool.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
});
afterEach(() => fixture.endpoint.close());

const logStreamName = '2026/01/01/a';
const now = Date.now();
const put = (...logEvents: { timestamp: number; message: string }[]) =>
  new PutLogEventsCommand({ logGroupName, logStreamName, logEvents });
const event = (message: string, after = 0) => ({ timestamp: now + after, message });

test('keeps what a function wrote, in the order of time', async () => {
  await tool.send(put(event('one'), event('two', 1)));
  expect(fixture.endpoint.logEvents(logGroupName).map(({ message }) => message)).toEqual(['one', 'two']);
  const { events } = await operator.send(
    new FilterLogEventsCommand({ logGroupName, startTime: now, endTime: now + 1 }),
  );
  expect(events).toMatchObject([{ message: 'one', logStreamName }]);
  const { logStreams } = await operator.send(
    new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: '2026/' }),
  );
  expect(logStreams).toMatchObject([{ logStreamName, lastEventTimestamp: now + 1 }]);
});

test('gives a stream page by page, forwards until it ends', async () => {
  await tool.send(put(event('one'), event('two', 1), event('three', 2)));
  const asked = { logGroupName, logStreamName, limit: 2 };
  const first = await operator.send(new GetLogEventsCommand({ ...asked, startFromHead: true }));
  expect(first.events?.map(({ message }) => message)).toEqual(['one', 'two']);
  const second = await operator.send(new GetLogEventsCommand({ ...asked, nextToken: first.nextForwardToken }));
  expect(second.events?.map(({ message }) => message)).toEqual(['three']);
  const end = await operator.send(new GetLogEventsCommand({ ...asked, nextToken: second.nextForwardToken }));
  expect(end).toMatchObject({ events: [], nextForwardToken: second.nextForwardToken });
  const tail = await operator.send(new GetLogEventsCommand(asked));
  expect(tail.events?.map(({ message }) => message)).toEqual(['two', 'three']);
});

test('filters page by page', async () => {
  await tool.send(put(event('one'), event('two', 1), event('three', 2)));
  const first = await operator.send(new FilterLogEventsCommand({ logGroupName, limit: 2 }));
  const second = await operator.send(
    new FilterLogEventsCommand({ logGroupName, limit: 2, nextToken: first.nextToken }),
  );
  expect([first, second].map(({ events }) => events?.length)).toEqual([2, 1]);
  expect(second.nextToken).toBeUndefined();
});

test('reports events that are too old or too new instead of keeping them', async () => {
  const day = 86_400_000;
  const old = await tool.send(put(event('old', -15 * day)));
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const early = await tool.send(put(event('now'), event('early', day / 2)));
  expect(early.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  expect(fixture.endpoint.logEvents(logGroupName).map(({ message }) => message)).toEqual(['now']);
});

describe('refuses', () => {
  const denied = { name: 'AccessDeniedException' };

  test('a function that reads its own log, or writes another', async () => {
    await expect(tool.send(new FilterLogEventsCommand({ logGroupName }))).rejects.toMatchObject(denied);
    await expect(tool.send(new GetLogEventsCommand({ logGroupName, logStreamName }))).rejects.toMatchObject(denied);
    const other = { logGroupName: '/sallyport/mcp/audit', logStreamName };
    await expect(tool.send(new PutLogEventsCommand({ ...other, logEvents: [event('x')] }))).rejects.toMatchObject(
      denied,
    );
    await expect(tool.send(new CreateLogStreamCommand(other))).rejects.toMatchObject(denied);
  });

  test('borrowed credentials that write any log: records are not for tools (I3)', async () => {
    const logs = new CloudWatchLogsClient(clientFor(fixture.endpoint, await borrow(fixture.endpoint, 'alice-id')));
    await expect(logs.send(put(event('forged')))).rejects.toMatchObject(denied);
  });

  test('to delete anything, even for the operator', async () => {
    const asked = operator.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(asked).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  test('batches out of order, over a day long or over a megabyte', async () => {
    const invalid = { name: 'InvalidParameterException' };
    await expect(tool.send(put(event('b', 1), event('a')))).rejects.toMatchObject(invalid);
    await expect(tool.send(put(event('a', -90_000_000), event('b')))).rejects.toMatchObject(invalid);
    await expect(tool.send(put(event('x'.repeat(1_048_576))))).rejects.toMatchObject(invalid);
  });

  test('streams and groups that do not exist, and a stream made twice', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    const stream = { logGroupName, logStreamName: 'none' };
    await expect(operator.send(new GetLogEventsCommand(stream))).rejects.toMatchObject(missing);
    await expect(operator.send(new FilterLogEventsCommand({ logGroupName: 'none' }))).rejects.toMatchObject(missing);
    const twice = tool.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await expect(twice).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });

  test('filter patterns it cannot judge', async () => {
    const asked = operator.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.id = 1 }' }));
    await expect(asked).rejects.toThrow(/filterPattern/);
  });
});
