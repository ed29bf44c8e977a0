import { PassThrough, type Writable } from 'node:stream';
import { failedOutcome, failurePayload, type InvocationFailure } from './invocation-failure.ts';
import type { InvocationOutcome, InvocationResponse } from './lambda-host.ts';

/** One invocation between the caller, who waits for a response, and the process, which may fail at any moment. */
export interface PendingInvocation {
  readonly requestId: string;
  /** Settles when the function begins to answer, or fails before it did. */
  readonly response: Promise<InvocationResponse>;
  /** Gives the caller the response's head and returns where its body goes. */
  begin(head: { readonly streamed: boolean; readonly contentType: string }): Writable;
  succeed(): void;
  /** The first end counts: a failure after the end changes nothing. */
  fail(failure: InvocationFailure): void;
}

export function pendingInvocation(requestId: string): PendingInvocation {
  const response = Promise.withResolvers<InvocationResponse>();
  const outcome = Promise.withResolvers<InvocationOutcome>();
  const body = new PassThrough();
  let state: 'waiting' | 'answering' | 'ended' = 'waiting';

  function begin(head: { readonly streamed: boolean; readonly contentType: string }): Writable {
    if (state === 'waiting') {
      state = 'answering';
      response.resolve({ requestId, ...head, body, outcome: outcome.promise });
    }
    return body;
  }

  function end(result: InvocationOutcome): void {
    state = 'ended';
    if (!body.destroyed) body.end();
    outcome.resolve(result);
  }

  return {
    requestId,
    response: response.promise,
    begin,
    succeed() {
      if (state !== 'ended') end({ ok: true });
    },
    fail(failure) {
      if (state === 'ended') return;
      const result = failedOutcome(requestId, failure);
      if (state === 'waiting') {
        begin({ streamed: false, contentType: 'application/json' }).write(failurePayload(result, failure));
      }
      end(result);
    },
  };
}
