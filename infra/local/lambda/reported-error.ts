import * as z from 'zod';

/** An error as the runtime client reports it. Names and messages come from the function's code. */
export const ReportedError = z.object({
  errorType: z.string().catch('Unhandled'),
  errorMessage: z.string().catch(''),
  trace: z.array(z.string()).optional().catch(undefined),
});

export type ReportedError = z.infer<typeof ReportedError>;

/** Reads an error as the client sends it; one that is no JSON object is named as such. */
export function parseReportedError(text: string): ReportedError {
  try {
    return ReportedError.parse(JSON.parse(text));
  } catch {
    return { errorType: 'Unhandled', errorMessage: 'the runtime reported an error that could not be read' };
  }
}
