import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from '../../shared/caller.ts';
import { callSecrets } from './call-secrets.ts';
import { callTokens } from './call-tokens.ts';
import type { LentCredentials } from './lent-credentials.ts';
import type { RunningCall } from './running-call.ts';

/** One call, as an implementation sees it. Nothing of it may be kept after the call. */
export interface Call {
  /** Correlation id: the audit record and every error carry it. */
  readonly id: string;
  /** The verified person or machine behind the call. */
  readonly caller: Caller;
  /** Lent for this tool, this caller and this call. The function has no other rights in AWS. */
  readonly credentials: LentCredentials;
  /** Aborts shortly before the function's timeout. Pass it on to whatever can wait. */
  readonly signal: AbortSignal;
  /**
   * Reads a secret that the tool was given with `addSecret`, as it is now. An answer that quotes it, also encoded or in
   * halves, is not sent; log lines show `[secret]` in its place.
   *
   * @param name as in `addSecret`
   * @throws SecretNeeded when the caller has not entered it yet: do not catch it, and the caller is asked for it
   * @throws Error when the tool has no such secret, AWS refuses it, or it is no text of at least 8 characters
   */
  secret(name: string): Promise<string>;
  /**
   * Gives the token that was lent for a service outside AWS: it names the caller and this tool, for that service alone. Send
   * it as `Authorization: Bearer`. An answer that quotes it is not sent, and log lines show `[secret]`, as with secrets.
   *
   * @param name as in `addDownstream`
   * @throws Error when the tool has no such service, the token is expired, or the call has ended
   */
  token(name: string): string;
  /**
   * Tells the client how far the call is. Ignored once the call has ended.
   *
   * @param progress grows with every report
   * @param total what `progress` will be at the end, where that is known
   * @param message one short sentence for the person, at most 500 characters
   * @throws ZodError when a number or the message is out of bounds
   */
  progress(progress: number, total?: number, message?: string): void;
}

/** Makes what the implementation sees of a running call. */
export function makeCall(running: RunningCall, signal: AbortSignal): Call {
  const { call, credentials, tokens, frames, secrets: known } = running;
  const { id: callerId } = call.caller;
  return {
    id: call.id,
    caller: call.caller,
    credentials,
    signal,
    secret: callSecrets({ callerId, credentials, signal, known, environment: process.env }),
    token: callTokens({ tokens, known, now: () => new Date() }),
    progress(progress, total, message) {
      const frame = { progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) };
      outside(() => frames.progress(frame));
    },
  };
}

/** Runs outside the call's scope: what the response stream opens is not the call's to close. */
const outside = AsyncLocalStorage.snapshot();
