import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import { serviceError } from './aws-refusal.ts';
import type { AwsService, VerifiedRequest } from './aws-service.ts';
import { type JsonOperation, jsonService, operation } from './json-service.ts';
import { eventsOf, type LogEvent, type LogStore, type LogStream } from './log-store.ts';
import { InputLogEvents, putLogEvents } from './put-log-events.ts';
import { resourceTags, tagKeys } from './resource-tags.ts';

const logGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);
const logStreamName = z.string().regex(/^[^:*]{1,512}$/);
const page = { limit: z.int().min(1).max(10_000).default(10_000), nextToken: z.string().optional() };
const range = { startTime: z.int().default(0), endTime: z.int().default(Number.MAX_SAFE_INTEGER) };

const Input = {
  CreateLogStream: z.strictObject({ logGroupName, logStreamName }),
  PutLogEvents: z.strictObject({
    logGroupName,
    logStreamName,
    logEvents: InputLogEvents,
    /** Accepted and ignored by CloudWatch Logs since 2023. */
    sequenceToken: z.string().optional(),
  }),
  DescribeLogStreams: z.strictObject({
    logGroupName,
    logStreamNamePrefix: z.string().default(''),
    limit: z.int().min(1).max(50).default(50),
    nextToken: page.nextToken,
  }),
  GetLogEvents: z.strictObject({
    logGroupName,
    logStreamName,
    ...range,
    ...page,
    startFromHead: z.boolean().default(false),
  }),
  /** Filter patterns are a language of their own: only the empty one, which matches all, is known. */
  FilterLogEvents: z.strictObject({
    logGroupName,
    logStreamNames: z.array(logStreamName).optional(),
    logStreamNamePrefix: z.string().default(''),
    filterPattern: z.literal('').optional(),
    interleaved: z.boolean().optional(),
    ...range,
    ...page,
  }),
};

/** What CloudWatch Logs needs. */
export interface LogsServiceParts {
  readonly stack: DeployedStack;
  readonly access: AccessControl;
  readonly store: LogStore;
  readonly now: () => Date;
}

/** CloudWatch Logs: the template's log groups, events in memory. Nothing can be deleted. */
export function logsService(parts: LogsServiceParts): AwsService {
  return jsonService({
    signingName: 'logs',
    target: 'Logs_20140328',
    version: '1.1',
    operations: new Map<string, JsonOperation>([
      ['CreateLogStream', createLogStream(parts)],
      ['PutLogEvents', writeEvents(parts)],
      ['DescribeLogStreams', describeLogStreams(parts)],
      ['GetLogEvents', getLogEvents(parts)],
      ['FilterLogEvents', filterLogEvents(parts)],
    ]),
  });
}

function createLogStream(parts: LogsServiceParts): JsonOperation {
  return operation(Input.CreateLogStream, ({ logGroupName, logStreamName }, request) => {
    const streams = requireGroup(request, 'logs:CreateLogStream', logGroupName, logStreamName, parts);
    if (streams.has(logStreamName)) {
      throw serviceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    streams.set(logStreamName, { name: logStreamName, created: parts.now(), events: [] });
    return {};
  });
}

function writeEvents(parts: LogsServiceParts): JsonOperation {
  return operation(Input.PutLogEvents, ({ logGroupName, logStreamName, logEvents }, request) => {
    const streams = requireGroup(request, 'logs:PutLogEvents', logGroupName, logStreamName, parts);
    return putLogEvents(streamOf(streams, logStreamName), logEvents, parts.now());
  });
}

function describeLogStreams(parts: LogsServiceParts): JsonOperation {
  return operation(Input.DescribeLogStreams, ({ logGroupName, logStreamNamePrefix, limit, nextToken }, request) => {
    const streams = requireGroup(request, 'logs:DescribeLogStreams', logGroupName, '', parts);
    const names = [...streams.keys()].filter((name) => name.startsWith(logStreamNamePrefix)).sort();
    const { items, next } = pageOf(names, limit, nextToken);
    const logStreams = items.map((logStreamName) => {
      const { created, events } = streamOf(streams, logStreamName);
      const last = events.at(-1);
      return {
        logStreamName,
        creationTime: created.getTime(),
        ...(last === undefined ? {} : { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestionTime }),
      };
    });
    return { logStreams, ...next };
  });
}

function getLogEvents(parts: LogsServiceParts): JsonOperation {
  return operation(Input.GetLogEvents, (input, request) => {
    const { logGroupName, logStreamName, startTime, endTime, limit, nextToken, startFromHead } = input;
    const streams = requireGroup(request, 'logs:GetLogEvents', logGroupName, logStreamName, parts);
    const events = streamOf(streams, logStreamName).events.filter(within(startTime, endTime));
    const [, direction = 'start', place] = /^([fb])\/(\d+)$/.exec(nextToken ?? '') ?? [];
    if (nextToken !== undefined && place === undefined) {
      throw serviceError('InvalidParameterException', 'The specified nextToken is invalid.');
    }
    const forwards = direction === 'f' || (direction === 'start' && startFromHead);
    const pivot = place === undefined ? (startFromHead ? 0 : events.length) : Number(place);
    const [from, to] = forwards ? [pivot, pivot + limit] : [Math.max(0, pivot - limit), pivot];
    const found = events.slice(from, to);
    return {
      events: found.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${from + found.length}`,
      nextBackwardToken: `b/${from}`,
    };
  });
}

function filterLogEvents(parts: LogsServiceParts): JsonOperation {
  return operation(Input.FilterLogEvents, (input, request) => {
    const { logGroupName, logStreamNames, logStreamNamePrefix, startTime, endTime, limit, nextToken } = input;
    requireGroup(request, 'logs:FilterLogEvents', logGroupName, '', parts);
    const wanted = eventsOf(parts.store, logGroupName)
      .filter(within(startTime, endTime))
      .filter(({ stream }) => stream.startsWith(logStreamNamePrefix) && (logStreamNames?.includes(stream) ?? true));
    const { items, next } = pageOf(wanted, limit, nextToken);
    const events = items.map(({ stream, timestamp, message, ingestionTime, id }) => {
      return { logStreamName: stream, timestamp, message, ingestionTime, eventId: id };
    });
    return { events, searchedLogStreams: [], ...next };
  });
}

/** The streams of a group, for who may. Permissions name a stream, or an empty one where all are meant. */
function requireGroup(
  request: VerifiedRequest,
  action: string,
  group: string,
  stream: string,
  { stack, access, store }: LogsServiceParts,
): Map<string, LogStream> {
  const resource = stack.ofType('AWS::Logs::LogGroup').find(({ physicalId }) => physicalId === group);
  access.require(request, {
    action,
    resource: `arn:aws:logs:${stack.region}:${stack.account}:log-group:${group}:log-stream:${stream}`,
    context: resource === undefined ? {} : tagKeys('aws:ResourceTag', resourceTags(resource)),
  });
  const streams = store.get(group);
  if (streams !== undefined) return streams;
  throw serviceError('ResourceNotFoundException', 'The specified log group does not exist.');
}

function streamOf(streams: ReadonlyMap<string, LogStream>, name: string): LogStream {
  const stream = streams.get(name);
  if (stream !== undefined) return stream;
  throw serviceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

/** From the start, up to but without the end, both in milliseconds since 1970. */
function within(startTime: number, endTime: number): (event: LogEvent) => boolean {
  return ({ timestamp }) => timestamp >= startTime && timestamp < endTime;
}

function pageOf<T>(
  all: readonly T[],
  limit: number,
  token = '0',
): { items: readonly T[]; next: { [name: string]: Json } } {
  if (!/^\d+$/.test(token)) throw serviceError('InvalidParameterException', 'The specified nextToken is invalid.');
  const end = Number(token) + limit;
  return { items: all.slice(Number(token), end), next: end < all.length ? { nextToken: String(end) } : {} };
}
