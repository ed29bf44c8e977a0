import type { InvocationOutcome } from './lambda-host.ts';
import type { ReportedError } from './reported-error.ts';

export type FailedOutcome = Extract<InvocationOutcome, { readonly ok: false }>;

/** Why an invocation failed, as the host sees it. */
export type InvocationFailure =
  | { readonly reason: 'timed_out'; readonly seconds: number }
  | { readonly reason: 'exited'; readonly code: number | null; readonly signal: string | null }
  | { readonly reason: 'response_too_large'; readonly limitBytes: number }
  | { readonly reason: 'response_cut_off' }
  | { readonly reason: 'reported'; readonly error: ReportedError };

/** Says a failure in Lambda's own words. */
export function failedOutcome(requestId: string, failure: InvocationFailure): FailedOutcome {
  switch (failure.reason) {
    case 'timed_out':
      return failed('Sandbox.Timedout', `Task timed out after ${failure.seconds.toFixed(2)} seconds`, requestId);
    case 'exited':
      return failed('Runtime.ExitError', exitMessage(failure), requestId);
    case 'response_too_large':
      return {
        ok: false,
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${failure.limitBytes} bytes).`,
      };
    case 'response_cut_off':
      return failed('Runtime.TruncatedResponse', 'Response body is truncated', requestId);
    case 'reported':
      return { ok: false, errorType: failure.error.errorType, errorMessage: failure.error.errorMessage };
  }
}

/** The payload that a caller of the Invoke API reads when the function failed before it answered. */
export function failurePayload(outcome: FailedOutcome, failure: InvocationFailure): Uint8Array {
  const trace = failure.reason === 'reported' ? failure.error.trace : undefined;
  const { errorType, errorMessage } = outcome;
  return new TextEncoder().encode(JSON.stringify({ errorType, errorMessage, ...(trace && { trace }) }));
}

function failed(errorType: string, error: string, requestId: string): FailedOutcome {
  return { ok: false, errorType, errorMessage: `RequestId: ${requestId} Error: ${error}` };
}

function exitMessage({ code, signal }: { readonly code: number | null; readonly signal: string | null }): string {
  if (signal !== null) return `Runtime exited with error: signal: ${signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}
