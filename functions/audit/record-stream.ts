import { type CloudWatchLogsClient, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';

/** What names a log stream: who writes, when the environment wrote first, and a random part. */
export interface RecordStreamProps {
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  readonly logGroup: string;
  /** The writing function, first part of the stream's name. */
  readonly functionName: string;
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

/**
 * One log stream per Lambda environment, created at the first record: `<function>/<yyyy-mm-dd>/<uuid>`.
 *
 * The returned function gives the stream's name once CloudWatch Logs has acknowledged the stream. A creation that failed
 * is tried again, under a new name, by the next record.
 */
export function recordStream({
  logs,
  logGroup,
  functionName,
  now,
  randomUUID,
}: RecordStreamProps): () => Promise<string> {
  let created: Promise<string> | undefined;

  async function create(): Promise<string> {
    const logStreamName = `${functionName}/${now().toISOString().slice(0, 10)}/${randomUUID()}`;
    await logs.send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName }));
    return logStreamName;
  }

  return async () => {
    created ??= create();
    try {
      return await created;
    } catch (error) {
      created = undefined;
      throw error;
    }
  };
}
