import type { DeployedStack } from '../template/deployed-stack.ts';

/** One event of a log stream. */
export interface LogEvent {
  /** Milliseconds since 1970, as the writer said. */
  readonly timestamp: number;
  /** Milliseconds since 1970, when it arrived. */
  readonly ingestionTime: number;
  readonly message: string;
  readonly stream: string;
  /** Unique in the group; grows within a stream. */
  readonly id: string;
}

/** A log stream: events in the order of their arrival. */
export interface LogStream {
  readonly name: string;
  readonly created: Date;
  readonly events: LogEvent[];
}

/** Log groups of the template, by name, with the streams written so far. */
export type LogStore = ReadonlyMap<string, Map<string, LogStream>>;

/** Empty log groups, one for each of the template. Others cannot come into being: there is no `CreateLogGroup`. */
export function logStore(stack: DeployedStack): LogStore {
  return new Map(stack.ofType('AWS::Logs::LogGroup').map(({ physicalId }) => [physicalId, new Map()]));
}

/** All events of a group in the order of time; none for a group that does not exist. */
export function eventsOf(store: LogStore, group: string): readonly LogEvent[] {
  const streams = [...(store.get(group)?.values() ?? [])];
  return streams.flatMap(({ events }) => events).sort((a, b) => a.timestamp - b.timestamp || compareIds(a, b));
}

function compareIds(a: LogEvent, b: LogEvent): number {
  return a.id < b.id ? -1 : 1;
}
