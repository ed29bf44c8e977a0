import { type Command, InvalidArgumentError } from 'commander';
import type { AuditSource } from './audit-events.ts';
import { auditJson, auditLine } from './audit-line.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import { runningDev } from './running-dev.ts';

interface AuditOptions {
  readonly follow?: true;
  readonly json?: true;
  readonly limit: number;
  readonly logGroup?: string;
}

/** Adds `sallyport audit`: shows the audit records of local mode, or of a log group in AWS. */
export function addAuditCommand(program: Command): void {
  program
    .command('audit')
    .description('show the newest audit records of the last day')
    .option('--follow', 'go on and show records as they arrive')
    .option('--json', 'print records as JSON lines')
    .option('--limit <number>', 'how many records to begin with', readLimit, 50)
    .option('--log-group <name>', 'read this log group in AWS with your own credentials, instead of local mode')
    .action(printAudit);
}

async function printAudit({ follow, json, limit, logGroup }: AuditOptions): Promise<void> {
  const source = await (logGroup === undefined ? localSource() : awsSource(logGroup));
  const { followEvents, recentEvents } = await import('./audit-events.ts');
  const print = (message = '') => console.log(json ? auditJson(message) : auditLine(message));
  try {
    const recent = await recentEvents(source, Date.now());
    for (const { message } of recent.slice(-limit)) print(message);
    if (!follow && recent.length === 0) console.error('There are no records of the last day.');
    if (!follow) return;
    for await (const { message } of followEvents(source, recent, Date.now, untilInterrupted())) print(message);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const sentence = `The audit log group ${source.logGroup} cannot be read: ${error.name}: ${error.message}`;
    throw new CommandError(ExitCode.refused, sentence, { cause: error });
  }
}

async function localSource(): Promise<AuditSource> {
  const { aws, auditLogGroup } = await runningDev(process.cwd());
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = aws;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  return { logs: new CloudWatchLogsClient({ endpoint, region, credentials }), logGroup: auditLogGroup };
}

async function awsSource(logGroup: string): Promise<AuditSource> {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return { logs: new CloudWatchLogsClient({}), logGroup };
}

function untilInterrupted(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  return interrupted.signal;
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A limit is a number from 1 to 99999.');
}
