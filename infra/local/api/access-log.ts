import * as z from 'zod';
import type { ContextTemplate } from './context-template.ts';
import { compileContextTemplate } from './context-template.ts';
import { type ContextVariables, isContextVariable } from './context-variables.ts';

/** Where a stage's access log goes and what a line of it looks like. */
export interface AccessLogFormat {
  /** ARN of the log group. */
  readonly destination: string;
  readonly line: ContextTemplate;
}

/** One answered request. */
export interface AccessLogEntry {
  readonly requestId: string;
  readonly status: number;
  /** ARN of the log group the template sends access logs to; undefined when it keeps none. */
  readonly destination: string | undefined;
  /** The line as API Gateway would write it; undefined without a destination. */
  readonly line: string | undefined;
  /** Why API Gateway answered in place of the function, for the person who runs local mode. Never sent to a client. */
  readonly reason: string | undefined;
}

export const AccessLogSetting = z.strictObject({ DestinationArn: z.string(), Format: z.string() });

/** @throws UnknownInTemplate for a variable API Gateway does not have. */
export function readAccessLog(
  setting: z.infer<typeof AccessLogSetting> | undefined,
  where: string,
): AccessLogFormat | undefined {
  if (!setting) return undefined;
  return {
    destination: setting.DestinationArn,
    line: compileContextTemplate(setting.Format, isContextVariable, where),
  };
}

/** A variable without value is `-` in an access log. */
export function accessLogEntry(
  format: AccessLogFormat | undefined,
  variables: ContextVariables,
  reason: string | undefined,
): AccessLogEntry {
  return {
    requestId: variables.get('requestId') ?? '-',
    status: Number(variables.get('status')),
    destination: format?.destination,
    line: format?.line(variables, '-'),
    reason,
  };
}
