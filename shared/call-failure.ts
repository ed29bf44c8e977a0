import { RpcError } from './protocol.ts';

/** Why a request was refused or a call failed. Rich here and in the record, plain on the wire. */
export type CallFailure =
  // the door: nothing was read yet, or it could not be read
  | { readonly reason: 'caller_unknown' }
  | { readonly reason: 'foreign_host' }
  | { readonly reason: 'foreign_origin' }
  | { readonly reason: 'method_not_allowed' }
  | { readonly reason: 'unsupported_media_type' }
  | { readonly reason: 'body_too_large' }
  | { readonly reason: 'body_not_json' }
  | { readonly reason: 'body_refused'; readonly rule: string }
  | { readonly reason: 'header_mismatch'; readonly header: string }
  // the call: a tool was named
  | { readonly reason: 'unknown_tool' }
  /** Known and switched off. Outside it is an unknown tool; the record alone tells the difference. */
  | { readonly reason: 'tool_disabled' }
  /** No arguments of this caller could be allowed. Outside it is an unknown tool too. */
  | { readonly reason: 'tool_not_permitted' }
  | { readonly reason: 'insufficient_scope'; readonly scope: string }
  | { readonly reason: 'person_required' }
  | { readonly reason: 'invalid_input'; readonly issues: string }
  /** The policy says no to this caller, this tool and these arguments together. */
  | { readonly reason: 'policy_denied' }
  /** An argument that the contract allows cannot stand in a policy. The field's name is the contract's. */
  | { readonly reason: 'argument_unfit'; readonly field: string }
  | { readonly reason: 'loan_refused' }
  | { readonly reason: 'loan_too_large' }
  /** The issuer of this downstream gave no token, or one that must not be lent. Nothing ran. */
  | { readonly reason: 'token_refused'; readonly downstream: string }
  /** The caller must enter this secret first; `url` is the page where. */
  | { readonly reason: 'connection_needed'; readonly secret: string; readonly url: string }
  /** The client opened that page and the secret is not there yet. */
  | { readonly reason: 'connection_pending'; readonly secret: string }
  /** The person did not want to. */
  | { readonly reason: 'connection_declined'; readonly secret: string }
  | { readonly reason: 'record_refused' }
  | { readonly reason: 'tool_busy' }
  | { readonly reason: 'tool_timed_out' }
  | { readonly reason: 'tool_crashed' }
  | { readonly reason: 'tool_broke_protocol' }
  | { readonly reason: 'invalid_output'; readonly issues: string }
  | { readonly reason: 'output_too_large'; readonly bytes: number }
  | { readonly reason: 'tool_error'; readonly message: string }
  | { readonly reason: 'client_gone' }
  | { readonly reason: 'unexpected' };

/** What the client may hear of a failure. */
export type WireAnswer =
  /** The request is refused before it is a call: an HTTP status and, with it, a JSON-RPC error. */
  | { readonly kind: 'http'; readonly status: number; readonly code: number; readonly message: string }
  /** A JSON-RPC error of the call. */
  | { readonly kind: 'protocol'; readonly code: number; readonly message: string }
  /** A result with `isError: true`, which the model reads. */
  | { readonly kind: 'tool'; readonly text: string };

/** Thrown wherever a call cannot go on; carries the failure as data and the cause for the log. */
export class CallError extends Error {
  readonly failure: CallFailure;

  constructor(failure: CallFailure, options?: ErrorOptions) {
    super(failure.reason, options);
    this.name = 'CallError';
    this.failure = failure;
  }
}

/** Finds the failure in anything that was thrown. */
export function failureOf(error: unknown): CallFailure {
  return error instanceof CallError ? error.failure : { reason: 'unexpected' };
}

/** The stable code a client may hear: the reason, unless it would tell what the answer keeps quiet (C3). */
export function wireCode({ reason }: Pick<CallFailure, 'reason'>): string {
  return reason === 'tool_disabled' || reason === 'tool_not_permitted' ? 'unknown_tool' : reason;
}

const UNAVAILABLE =
  'The call was refused because a service it depends on did not answer. Nothing ran. Try again later.';
/** Shown to the person by clients that open the page themselves, too. */
export const CONNECTION_NEEDED =
  'This tool needs something that only the person can enter, on a page of this endpoint.';
const BROKEN = 'The tool failed. What it answered is withheld.';

/**
 * Turns a failure into what the client may hear (design §7). No default: a new reason must be placed here.
 *
 * Texts are fixed, or name only what the caller sent or what the contract says (A10).
 */
export function toWire(failure: CallFailure): WireAnswer {
  switch (failure.reason) {
    case 'caller_unknown':
      return http(500, RpcError.internal, 'The request could not be served');
    case 'foreign_host':
    case 'foreign_origin':
      return http(403, RpcError.invalidRequest, 'This host or origin may not call this endpoint');
    case 'method_not_allowed':
      return http(405, RpcError.invalidRequest, 'Only POST is served');
    case 'unsupported_media_type':
      return http(415, RpcError.invalidRequest, 'Content-Type must be application/json');
    case 'body_too_large':
      return http(413, RpcError.invalidRequest, 'The body is too large');
    case 'body_not_json':
      return http(400, RpcError.parse, 'The body is not JSON');
    case 'body_refused':
      return http(400, RpcError.invalidRequest, `The body is not one JSON-RPC message: ${failure.rule}`);
    case 'header_mismatch':
      return http(400, RpcError.headerMismatch, `The header ${failure.header} does not match the body`);
    case 'unknown_tool':
    case 'tool_disabled':
    case 'tool_not_permitted':
      return { kind: 'protocol', code: RpcError.invalidParams, message: 'Unknown tool' };
    case 'insufficient_scope':
      return tool(`This call needs the scope ${failure.scope}. Ask the person to sign in again and grant it.`);
    case 'person_required':
      return tool('This tool serves people. A machine client cannot call it.');
    case 'invalid_input':
      return tool(`Invalid arguments: ${failure.issues}`);
    case 'policy_denied':
      return tool('The policy of this endpoint does not allow this call with these arguments.');
    case 'argument_unfit':
      return tool(
        `The argument ${failure.field} may hold letters, digits, blanks inside and _ . @ = + - only, without two dots in a row. Nothing ran.`,
      );
    case 'loan_refused':
      return tool(UNAVAILABLE);
    case 'loan_too_large':
      return tool('The call was refused because its arguments are too long together. Nothing ran. Use shorter ones.');
    case 'token_refused':
      return tool(UNAVAILABLE);
    case 'connection_needed':
      return tool(
        `${CONNECTION_NEEDED} Ask them to open ${failure.url} in a browser, and call again when it is saved.`,
      );
    case 'connection_pending':
      return tool('Nothing that works was saved on the page yet. Ask the person to finish there, then call again.');
    case 'connection_declined':
      return tool('The person did not enter what this tool needs. Nothing was done.');
    case 'record_refused':
      return tool('The result is withheld because its record could not be written. The call may have run.');
    case 'tool_busy':
      return tool('The tool is busy. Nothing ran. Try again in a few seconds.');
    case 'tool_timed_out':
      return tool('The tool did not finish in time.');
    case 'tool_crashed':
    case 'tool_broke_protocol':
    case 'invalid_output':
    case 'output_too_large':
      return tool(BROKEN);
    case 'tool_error':
      return tool(failure.message);
    case 'client_gone':
    case 'unexpected':
      return { kind: 'protocol', code: RpcError.internal, message: 'Internal error' };
  }
}

function http(status: number, code: number, message: string): WireAnswer {
  return { kind: 'http', status, code, message };
}

function tool(text: string): WireAnswer {
  return { kind: 'tool', text };
}
