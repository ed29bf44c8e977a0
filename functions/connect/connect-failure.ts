/** Why the page refuses. Rich here and in the log, plain to the person. */
export type ConnectFailure =
  /** A wrong, expired or used link: one answer for all three (B10). */
  | { readonly reason: 'link_expired' }
  /** The sign-in took too long, was begun in another browser, or was used already. */
  | { readonly reason: 'sign_in_expired' }
  /** The issuer said no, or what it said is not to be believed. */
  | { readonly reason: 'sign_in_refused' }
  /** Somebody signed in, and it is not the one whose client asked (B10). */
  | { readonly reason: 'other_person' }
  | { readonly reason: 'form_refused' }
  | { readonly reason: 'too_large' }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'issuer_unreachable' }
  | { readonly reason: 'state_unreachable' }
  | { readonly reason: 'record_refused' }
  /** STS or Secrets Manager refused or failed. */
  | { readonly reason: 'secret_refused' }
  | { readonly reason: 'unexpected' };

/** Thrown wherever the page cannot go on; carries the failure as data and the cause for the log. */
export class ConnectError extends Error {
  readonly failure: ConnectFailure;

  constructor(reason: ConnectFailure['reason'], options?: ErrorOptions) {
    super(reason, options);
    this.name = 'ConnectError';
    this.failure = { reason };
  }
}

/** Finds the failure in anything that was thrown. */
export function connectFailureOf(error: unknown): ConnectFailure {
  return error instanceof ConnectError ? error.failure : { reason: 'unexpected' };
}

/** Runs a step whose every failure has this reason, unless it has one of its own. */
export async function orFail<Result>(reason: ConnectFailure['reason'], step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    throw cause instanceof ConnectError ? cause : new ConnectError(reason, { cause });
  }
}
