import type { OperatorAnswer } from '../../shared/operator-request.ts';

/** Why an order was not carried out. */
export type RefusalReason = Extract<OperatorAnswer, { ok: false }>['reason'];

/** Thrown wherever an order cannot go on; carries the cause for the log. */
export class OperatorError extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'OperatorError';
    this.reason = reason;
  }
}

/** Finds the reason in anything that was thrown. */
export function reasonOf(error: unknown): RefusalReason {
  return error instanceof OperatorError ? error.reason : 'unexpected';
}

/** What the operator hears. No default: a new reason must be placed here. */
export function sentenceFor(reason: RefusalReason): string {
  switch (reason) {
    case 'order_refused':
      return 'This is not an order for this gateway. Nothing was changed.';
    case 'actor_unknown':
      return 'STS did not prove who gives this order. Nothing was changed.';
    case 'target_unknown':
      return 'Nobody and nothing has this name. Nothing was changed.';
    case 'record_refused':
      return 'The audit log did not take the record, so nothing was opened.';
    case 'state_unreachable':
      return 'The state could not be read or written. What was open may still be open.';
    case 'unexpected':
      return 'The order failed. Assume that nothing was changed.';
  }
}
