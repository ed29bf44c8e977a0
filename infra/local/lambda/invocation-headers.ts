import { randomBytes } from 'node:crypto';
import type { FunctionSettings } from './function-settings.ts';

export interface InvocationHeadersInput {
  readonly requestId: string;
  readonly settings: FunctionSettings;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly tenantId: string | undefined;
  readonly now: () => number;
}

/** What a process learns about an invocation beside its payload: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export function invocationHeaders(input: InvocationHeadersInput): Record<string, string> {
  const { requestId, settings, deadline, tenantId, now } = input;
  return {
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadline),
    'Lambda-Runtime-Invoked-Function-Arn': settings.arn,
    'Lambda-Runtime-Trace-Id': traceId(now()),
    ...(tenantId === undefined ? {} : { 'Lambda-Runtime-Aws-Tenant-Id': tenantId }),
  };
}

/** X-Ray's header; nothing is sampled on this machine. */
function traceId(now: number): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
