/** Why the endpoint refused a request, before it is put into the words of one service. */
export type AwsRefusal =
  | { readonly reason: 'missing_token' }
  | { readonly reason: 'incomplete_signature'; readonly detail: string }
  | { readonly reason: 'unknown_key' }
  | { readonly reason: 'wrong_signature'; readonly detail: string }
  | { readonly reason: 'expired_token' }
  | { readonly reason: 'access_denied'; readonly detail: string }
  | { readonly reason: 'unknown_operation'; readonly operation: string }
  | { readonly reason: 'invalid_input'; readonly detail: string }
  | { readonly reason: 'internal' }
  /** An error only one service has, under its own name. */
  | { readonly reason: 'service'; readonly code: string; readonly status: number; readonly detail: string };

/** Thrown to end a request; the protocol of the service decides how it looks on the wire. */
export class AwsError extends Error {
  readonly refusal: AwsRefusal;

  constructor(refusal: AwsRefusal, options?: ErrorOptions) {
    super('detail' in refusal ? refusal.detail : refusal.reason, options);
    this.name = 'AwsError';
    this.refusal = refusal;
  }
}

/** An error under a service's own name. */
export function serviceError(code: string, detail: string, status = 400): AwsError {
  return new AwsError({ reason: 'service', code, status, detail });
}

/** A request that is understood and not served: the parameter or shape is named. */
export function invalidInput(detail: string): AwsError {
  return new AwsError({ reason: 'invalid_input', detail });
}
