import { expect, test } from 'vitest';
import { CallError, type CallFailure, failureOf, toWire, wireCode } from '../../shared/call-failure.ts';

const MARKER = 'secret-marker-in-the-cause';

const EVERY_FAILURE: { readonly [Reason in CallFailure['reason']]: Extract<CallFailure, { reason: Reason }> } = {
  caller_unknown: { reason: 'caller_unknown' },
  foreign_host: { reason: 'foreign_host' },
  foreign_origin: { reason: 'foreign_origin' },
  method_not_allowed: { reason: 'method_not_allowed' },
  unsupported_media_type: { reason: 'unsupported_media_type' },
  body_too_large: { reason: 'body_too_large' },
  body_not_json: { reason: 'body_not_json' },
  body_refused: { reason: 'body_refused', rule: 'a key stands twice' },
  header_mismatch: { reason: 'header_mismatch', header: 'Mcp-Name' },
  unknown_tool: { reason: 'unknown_tool' },
  tool_disabled: { reason: 'tool_disabled' },
  tool_not_permitted: { reason: 'tool_not_permitted' },
  insufficient_scope: { reason: 'insufficient_scope', scope: 'orders.read' },
  person_required: { reason: 'person_required' },
  policy_denied: { reason: 'policy_denied' },
  invalid_input: { reason: 'invalid_input', issues: '/limit must be integer' },
  argument_unfit: { reason: 'argument_unfit', field: 'name' },
  loan_refused: { reason: 'loan_refused' },
  loan_too_large: { reason: 'loan_too_large' },
  token_refused: { reason: 'token_refused', downstream: 'ledger' },
  connection_needed: {
    reason: 'connection_needed',
    secret: 'account',
    url: 'https://mcp.example.com/connect?request=x',
  },
  connection_pending: { reason: 'connection_pending', secret: 'account' },
  connection_declined: { reason: 'connection_declined', secret: 'account' },
  record_refused: { reason: 'record_refused' },
  tool_busy: { reason: 'tool_busy' },
  tool_timed_out: { reason: 'tool_timed_out' },
  tool_crashed: { reason: 'tool_crashed' },
  tool_broke_protocol: { reason: 'tool_broke_protocol' },
  invalid_output: { reason: 'invalid_output', issues: MARKER },
  output_too_large: { reason: 'output_too_large', bytes: 9 },
  tool_error: { reason: 'tool_error', message: 'no such order' },
  client_gone: { reason: 'client_gone' },
  unexpected: { reason: 'unexpected' },
};

const STATUS: { readonly [reason: string]: readonly [number, number] } = {
  foreign_host: [403, -32600],
  foreign_origin: [403, -32600],
  method_not_allowed: [405, -32600],
  unsupported_media_type: [415, -32600],
  body_too_large: [413, -32600],
  body_not_json: [400, -32700],
  body_refused: [400, -32600],
  header_mismatch: [400, -32020],
};

test.each(Object.entries(STATUS))(
  '%s is refused with its own status and code (A2, A4, A5, A6)',
  (reason, [status, code]) => {
    const failure = EVERY_FAILURE[reason as CallFailure['reason']];
    expect(toWire(failure)).toMatchObject({ kind: 'http', status, code });
  },
);

test('an unknown tool is an invalid parameter, whatever its name was (C3)', () => {
  expect(toWire(EVERY_FAILURE.unknown_tool)).toEqual({ kind: 'protocol', code: -32602, message: 'Unknown tool' });
});

test('a tool that is switched off or never permitted is an unknown tool, in text and in code; every other code is the reason (C3)', () => {
  expect(toWire(EVERY_FAILURE.tool_disabled)).toEqual(toWire(EVERY_FAILURE.unknown_tool));
  expect(toWire(EVERY_FAILURE.tool_not_permitted)).toEqual(toWire(EVERY_FAILURE.unknown_tool));
  const codes = Object.values(EVERY_FAILURE).map((failure) => [failure.reason, wireCode(failure)]);
  expect(codes.filter(([reason, code]) => reason !== code)).toEqual([
    ['tool_disabled', 'unknown_tool'],
    ['tool_not_permitted', 'unknown_tool'],
  ]);
});

test('what a broken tool answered is withheld (A10, F3)', () => {
  expect(JSON.stringify(toWire(EVERY_FAILURE.invalid_output))).not.toContain(MARKER);
});

test('only a deliberate refusal of a tool speaks to the model in its own words', () => {
  expect(toWire(EVERY_FAILURE.tool_error)).toEqual({ kind: 'tool', text: 'no such order' });
});

test('an exception that is not a failure is unexpected, and nothing of it reaches the wire (A10)', () => {
  const failure = failureOf(new Error(MARKER));
  expect(failure).toEqual({ reason: 'unexpected' });
  expect(JSON.stringify(toWire(failure))).not.toContain(MARKER);
  expect(
    JSON.stringify(toWire(failureOf(new CallError({ reason: 'loan_refused' }, { cause: new Error(MARKER) })))),
  ).not.toContain(MARKER);
});
