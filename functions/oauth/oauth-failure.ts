/** Why the facade refuses. Rich here and in the log, plain to the outside. */
export type OAuthFailure =
  // the client: nothing may be sent to its redirect address, because it is not known to be its own
  | { readonly reason: 'client_unknown' }
  | { readonly reason: 'client_document_refused'; readonly rule: string }
  | { readonly reason: 'client_document_unreachable' }
  | { readonly reason: 'redirect_refused' }
  // the request: told to the client at its redirect address (RFC 6749 §4.1.2.1)
  | {
      readonly reason: 'request_refused';
      readonly error: 'invalid_request' | 'unsupported_response_type' | 'invalid_scope' | 'invalid_target';
      readonly rule: string;
    }
  // the person or the pool said no: told to the client as well
  | { readonly reason: 'sign_in_refused'; readonly error: SignInError }
  // the person's browser
  | { readonly reason: 'form_refused' }
  | { readonly reason: 'sign_in_expired' }
  // the token endpoint (RFC 6749 §5.2, RFC 8707 §2)
  | { readonly reason: 'grant_refused'; readonly error: GrantError; readonly rule: string }
  // registration (RFC 7591 §3.2.2)
  | {
      readonly reason: 'registration_refused';
      readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata';
      readonly rule: string;
    }
  | { readonly reason: 'quota_spent' }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'too_large' }
  | { readonly reason: 'issuer_unreachable' }
  | { readonly reason: 'state_unreachable' }
  | { readonly reason: 'unexpected' };

/** What the pool may say at the end of a sign-in (RFC 6749 §4.1.2.1); anything else becomes `server_error`. */
export const SIGN_IN_ERRORS = [
  'access_denied',
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
] as const;
export type SignInError = (typeof SIGN_IN_ERRORS)[number];

/** What the token endpoint may say (RFC 6749 §5.2, RFC 8707 §2). */
export const GRANT_ERRORS = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_target',
] as const;
export type GrantError = (typeof GRANT_ERRORS)[number];

/** Thrown wherever a sign-in cannot go on; carries the failure as data and the cause for the log. */
export class OAuthError extends Error {
  readonly failure: OAuthFailure;

  constructor(failure: OAuthFailure, options?: ErrorOptions) {
    super(failure.reason, options);
    this.name = 'OAuthError';
    this.failure = failure;
  }
}

/** Finds the failure in anything that was thrown. */
export function oauthFailureOf(error: unknown): OAuthFailure {
  return error instanceof OAuthError ? error.failure : { reason: 'unexpected' };
}
