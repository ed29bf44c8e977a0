import type { AuditRecord } from '../../shared/audit-record.ts';
import type { CallFailure } from '../../shared/call-failure.ts';

/** Whether a failure is a refusal, after which nothing ran, or a failure of something that ran. */
export function outcomeOf({ reason }: CallFailure): AuditRecord['outcome'] {
  switch (reason) {
    case 'caller_unknown':
    case 'foreign_host':
    case 'foreign_origin':
    case 'method_not_allowed':
    case 'unsupported_media_type':
    case 'body_too_large':
    case 'body_not_json':
    case 'body_refused':
    case 'header_mismatch':
    case 'unknown_tool':
    case 'tool_disabled':
    case 'tool_not_permitted':
    case 'insufficient_scope':
    case 'person_required':
    case 'invalid_input':
    case 'policy_denied':
    case 'argument_unfit':
    case 'loan_refused':
    case 'loan_too_large':
    case 'token_refused':
    case 'record_refused':
    case 'tool_busy':
      return 'refused';
    case 'tool_timed_out':
    case 'tool_crashed':
    case 'tool_broke_protocol':
    case 'invalid_output':
    case 'output_too_large':
    case 'tool_error':
    case 'connection_needed':
    case 'connection_pending':
    case 'connection_declined':
    case 'client_gone':
    case 'unexpected':
      return 'failed';
  }
}

/** The fixed part of a failure that a record may hold beside its code; never text from outside. */
export function detailOf(failure: CallFailure): string | undefined {
  if (failure.reason === 'body_refused') return failure.rule;
  if (failure.reason === 'header_mismatch') return failure.header;
  if (failure.reason === 'argument_unfit') return failure.field;
  if (failure.reason === 'token_refused') return failure.downstream;
  if ('secret' in failure) return failure.secret;
  return undefined;
}
