import { mutationsOf } from './mutation.ts';

const CALL = ['test/functions/gateway/call-tool.test.ts'];

/** The second gate’s calls: contract, loan, and what comes back. */
export const CALL_MUTATIONS = [
  ...mutationsOf(
    'functions/gateway/list-tools.ts',
    ['test/functions/gateway/list-tools.test.ts'],
    [
      ['C3', 'only what is open to the caller is listed', 'tools.filter((tool) => mayCall(tool, scopes))', 'tools'],
      ['E8', 'marks stay out of the list', '...withoutMarks(inputSchema)', '...inputSchema'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/load-contracts.ts',
    ['test/functions/gateway/load-contracts.test.ts'],
    [
      ['E9', 'two contracts of one name stop the gateway', 'byName.size !== tools.length', 'false'],
      ['A9', 'tools are listed in a fixed order', 'tools.toSorted((a, b) => (a.name < b.name ? -1 : 1))', 'tools'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/authorize-call.ts',
    ['test/functions/gateway/authorize-call.test.ts'],
    [
      ['C2', 'the scope is asked for again at the call', 'if (mayCall(tool, scopes)) return;', 'if (tool) return;'],
      [
        'C1',
        'a token without scopes opens nothing',
        'return scopes.includes(scope)',
        'return scopes.length === 0 || scopes.includes(scope)',
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/require-person.ts',
    ['test/functions/gateway/require-person.test.ts'],
    [
      ['B13', 'a machine is kept from tools that serve people', "callers === 'people' && kind !== 'person'", 'false'],
      ['B13', 'a tool may serve machines too', "callers === 'people' && ", ''],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/call-tool.ts',
    ['test/functions/gateway/authorize-call.test.ts'],
    [['C1', 'a call is authorized', 'authorizeCall(tool, call.scopes, parts.contracts.listing);', '']],
  ),
  ...mutationsOf('functions/gateway/call-tool.ts', CALL, [
    [
      'C1',
      'an unknown tool is refused',
      "if (!tool) throw new CallError({ reason: 'unknown_tool' })",
      "if (!tool) throw new CallError({ reason: 'tool_crashed' })",
    ],
    [
      'F2',
      'arguments are checked before anything is lent',
      'await validateInput(parts.validators, tool, call.input);',
      '',
    ],
    [
      'F3',
      'the output is checked',
      'return checkOutput(parts.validators, tool, answer.output)',
      'return { output, text: JSON.stringify(output), bytes: 0 }',
    ],
    [
      'I3',
      'an answer whose record was not kept is withheld',
      "return { ok: false, failure: { reason: 'record_refused' } }",
      'return end',
    ],
    [
      'I2',
      'arguments are redacted before they are recorded',
      'redactArguments(tool.inputSchema, input)',
      '{ ...input }',
    ],
    ['I3', 'the record is written before the answer', 'await (end.ok', 'void (end.ok'],
  ]),
  ...mutationsOf('functions/gateway/caller-session.ts', CALL, [
    ['D5', 'lent credentials live 15 minutes', 'DurationSeconds: LOAN_SECONDS,', 'DurationSeconds: 3600,'],
    ['B9', 'CloudTrail names the caller', 'SourceIdentity: caller.id,', ''],
    [
      'D9',
      'the loan is bound to the caller',
      '{ Key: SessionTag.caller, Value: caller.id },',
      '{ Key: SessionTag.caller, Value: caller.clientId },',
    ],
    ['B9', 'the loan names the client', '{ Key: SessionTag.client, Value: caller.clientId },', ''],
    ['D1', 'the loan is for one tool', '{ Key: SessionTag.tool, Value: tool },', ''],
  ]),
  ...mutationsOf('functions/gateway/invoke-tool.ts', CALL, [
    ['D3', 'each caller has an environment of their own', 'TenantId: caller.id,', "TenantId: 'all',"],
  ]),
  ...mutationsOf(
    'functions/gateway/invoke-tool.ts',
    ['test/functions/gateway/invoke-tool.test.ts'],
    [
      ['F3', 'half a stream is no answer', 'if (!complete)', 'if (false)'],
      ['F3', 'nothing may follow the last frame', 'if (final) throw', 'if (false) throw'],
      ['D4', 'a call whose client left is stopped', 'untilAborted(events, ended)', 'events'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/check-output.ts',
    ['test/functions/gateway/check-output.test.ts'],
    [
      ['F4', 'an output has a size', 'bytes > MAX_OUTPUT_BYTES', 'bytes > MAX_OUTPUT_BYTES + 1'],
      ['F3', 'an output that breaks its contract is withheld', 'if (issues !== undefined)', 'if (false)'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/read-frames.ts',
    ['test/functions/gateway/read-frames.test.ts'],
    [
      ['F4', 'an answer has a size', 'totalBytes > MAX_ANSWER_BYTES', 'false'],
      ['F4', 'an unfinished line has a size', 'if (lineBytes > MAX_LINE_BYTES)', 'if (false)'],
      ['F4', 'a finished line has a size', 'if (line.byteLength > MAX_LINE_BYTES)', 'if (false)'],
      [
        'F3',
        'a frame is UTF-8',
        "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
        "new TextDecoder('utf-8', { ignoreBOM: true })",
      ],
      ['F3', 'a frame has one meaning', 'parseStrictJson(text, { maxDepth: MAX_DEPTH })', 'JSON.parse(text)'],
      ['F3', 'an unfinished last line is no frame', 'if (lineBytes > 0) throw', 'if (false) throw'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/strict-ajv.ts',
    ['test/functions/gateway/schema-validators.test.ts'],
    [
      ['F2', 'values are not coerced', 'coerceTypes: false', 'coerceTypes: true'],
      ['F2', 'values are not filled in', 'useDefaults: false', 'useDefaults: true'],
      ['F2', 'fields are not dropped', 'removeAdditional: false', "removeAdditional: 'all'"],
      ['F8', 'an unknown keyword stops the contract', '    strict: true,', '    strict: false,'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/until-aborted.ts',
    ['test/functions/gateway/until-aborted.test.ts'],
    [['D4', 'a silent stream is given up', 'await Promise.race([iterator.next(), aborted])', 'await iterator.next()']],
  ),
  ...mutationsOf('functions/gateway/call-answer.ts', CALL, [
    [
      'A10',
      'an answer carries the stable code of its failure',
      "'sallyport/code': wireCode(end.failure)",
      "'sallyport/code': JSON.stringify(end.failure)",
    ],
  ]),
  ...mutationsOf('functions/gateway/validate-input.ts', CALL, [
    ['F2', 'arguments that do not fit are refused', 'if (issues !== undefined)', 'if (false)'],
  ]),
  ...mutationsOf(
    'functions/gateway/schema-validators.ts',
    ['test/functions/gateway/schema-validators.test.ts'],
    [
      ['F2', 'a schema is compiled once', 'compiled.set(schema, check);', ''],
      ['D2', 'errors of one caller do not stay for the next', 'validate.errors = null;', ''],
      ['I8', 'hostile keys are made printable', "text.replace(/[^\\p{L}\\p{N}\\p{P}\\p{S} ]/gu, '?')", 'text'],
    ],
  ),
];
