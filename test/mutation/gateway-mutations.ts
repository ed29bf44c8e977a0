import { mutationsOf } from './mutation.ts';

const DOOR = ['test/functions/gateway/serve-request.test.ts'];
const CALL = ['test/functions/gateway/call-tool.test.ts'];

/** The second gate: protocol, contract, loan, and what comes back. */
export const GATEWAY_MUTATIONS = [
  ...mutationsOf('functions/gateway/identify-caller.ts', DOOR, [
    [
      'A8',
      'nobody is served whom no authorizer verified',
      "throw new CallError({ reason: 'caller_unknown' }, { cause })",
      "return { caller: { id: 'x1', subject: 'x', kind: 'person', clientId: 'x', groups: [] }, scopes: ['orders'] }",
    ],
  ]),
  ...mutationsOf('functions/gateway/check-host-and-origin.ts', DOOR, [
    ['A5', 'the host API Gateway served is ours', 'event.requestContext.domainName?.toLowerCase() !== host', 'false'],
    ['A5', 'the Host header says the same', 'claimed.toLowerCase() !== host', 'false'],
    ['A5', 'a foreign Origin is refused', 'origin !== null && !origins.includes(origin)', 'false'],
    [
      'A5',
      'no origin is allowed by an empty list',
      '!origins.includes(origin)',
      'origins.length > 0 && !origins.includes(origin) && origin !== "null"',
    ],
  ]),
  ...mutationsOf('functions/gateway/check-method-and-type.ts', DOOR, [
    ['A6', 'only POST is served', "httpMethod !== 'POST'", 'false'],
    ['A6', 'only JSON is read', "!JSON_TYPE.test(headers.get('content-type') ?? '')", 'false'],
  ]),
  ...mutationsOf('functions/gateway/check-headers-match-body.ts', DOOR, [
    [
      'A4',
      'the name header says what the body says',
      'checkHeader(headers, McpHeader.name',
      'void (headers, McpHeader.name',
    ],
    [
      'A4',
      'the method header says what the body says',
      'checkHeader(headers, McpHeader.method',
      'void (headers, McpHeader.method',
    ],
    ['A4', 'no header stands for an argument', "if (name.startsWith('mcp-param-')) throw", 'if (false) throw'],
  ]),
  ...mutationsOf('functions/gateway/serve-request.ts', DOOR, [
    [
      'I3',
      'a refusal whose record was not kept is not sent',
      "return refuseRequest({ reason: 'record_refused' }, audit.id)",
      'return refuseRequest(failure, audit.id)',
    ],
    ['I1', 'a refusal at the door leaves its record', 'await audit.failed(failure);', ''],
    [
      'A7',
      'an answer never opens itself to all pages',
      "'access-control-allow-origin': origin",
      "'access-control-allow-origin': '*'",
    ],
    ['A9', 'no answer may be stored', "'cache-control': 'no-store, no-transform'", "'cache-control': 'public'"],
  ]),
  ...mutationsOf(
    'functions/gateway/read-body.ts',
    ['test/functions/gateway/read-body.test.ts'],
    [
      ['A3', 'a body has a size', 'bytes.byteLength > MAX_BODY_BYTES', 'bytes.byteLength > MAX_BODY_BYTES + 1'],
      ['A3', 'text from outside is well formed', 'text.isWellFormed()', 'true'],
      [
        'A3',
        'bytes that are not UTF-8 are refused',
        "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
        "new TextDecoder('utf-8', { ignoreBOM: true })",
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/strict-json.ts',
    ['test/functions/gateway/strict-json.test.ts'],
    [
      ['A3', 'a key twice is refused', 'siblings?.has(key)', 'false'],
      ['A3', 'keys that name a prototype are refused', 'FORBIDDEN_KEYS.has(key)', 'false'],
      ['A3', 'nesting has a depth', 'open.push(new Set()) > maxDepth', 'open.push(new Set()) > maxDepth + 1'],
      ['A3', 'half characters are refused in keys', '!key.isWellFormed()', 'false'],
      ['A3', 'half characters are refused in texts', "typeof value === 'string' && !value.isWellFormed()", 'false'],
      ['A3', 'numbers that cannot be held are refused', "typeof value === 'number' && !isExact(value)", 'false'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/read-message.ts',
    ['test/functions/gateway/read-message.test.ts'],
    [
      ['A2', 'a request has an id', '!isNotification && message.data.id === undefined', 'false'],
      ['A2', 'a message has no other fields', 'z.strictObject({', 'z.object({'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/protocol-request.ts',
    ['test/functions/gateway/protocol-request.test.ts'],
    [
      [
        'B8',
        'the protocol library never sees the token',
        "'accept', 'content-type'",
        "'accept', 'authorization', 'content-type'",
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/answer-by-mcp.ts',
    ['test/functions/gateway/list-tools.test.ts'],
    [
      [
        'A9',
        'a list of tools is private to its caller',
        "'tools/list': { ttlMs: 0, cacheScope: 'private' }",
        "'tools/list': { ttlMs: 0, cacheScope: 'public' }",
      ],
      ['I1', 'a cursor nobody gave out is refused', 'params?.cursor !== undefined', 'false'],
    ],
  ),
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
  ...mutationsOf('functions/gateway/call-tool.ts', CALL, [
    ['C1', 'a call is authorized', 'authorizeCall(tool, call.scopes, parts.contracts.listing);', ''],
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
      'return checkOutput(parts.validators, tool, output)',
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
    'functions/gateway/schema-validators.ts',
    ['test/functions/gateway/schema-validators.test.ts'],
    [
      ['F2', 'values are not coerced', 'coerceTypes: false', 'coerceTypes: true'],
      ['F2', 'values are not filled in', 'useDefaults: false', 'useDefaults: true'],
      ['F2', 'fields are not dropped', 'removeAdditional: false', "removeAdditional: 'all'"],
      ['F8', 'an unknown keyword stops the contract', '    strict: true,', '    strict: false,'],
      ['D2', 'errors of one caller do not stay for the next', 'validate.errors = null;', ''],
      ['I8', 'hostile keys are made printable', "text.replace(/[^\\p{L}\\p{N}\\p{P}\\p{S} ]/gu, '?')", 'text'],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/log-failure.ts',
    ['test/functions/gateway/log-failure.test.ts'],
    [['B8', 'parsers do not quote what they read into the log', 'QUOTING.has(cause.name) ? {} :', '']],
  ),
  ...mutationsOf(
    'functions/gateway/settle-answer.ts',
    ['test/functions/gateway/settle-answer.test.ts'],
    [
      [
        'I1',
        'a call that nobody handled is no answer',
        "if (message.method === TOOLS_CALL) throw new CallError({ reason: 'unexpected' })",
        '',
      ],
      [
        'I1',
        'a refusal of the protocol leaves its record',
        "return audit.refused(REASONS[error] ?? 'protocol_refused')",
        'return',
      ],
    ],
  ),
  ...mutationsOf('functions/gateway/settle-answer.ts', DOOR, [
    ['I1', 'a refusal of the protocol by its status leaves its record', 'if (status >= 400)', 'if (false)'],
  ]),
  ...mutationsOf(
    'functions/gateway/until-aborted.ts',
    ['test/functions/gateway/until-aborted.test.ts'],
    [['D4', 'a silent stream is given up', 'await Promise.race([iterator.next(), aborted])', 'await iterator.next()']],
  ),
  ...mutationsOf(
    'functions/gateway/request-audit.ts',
    ['test/functions/gateway/request-audit.test.ts'],
    [['I8', 'texts of a record are cut', 'value.slice(0, length).toWellFormed()', 'value']],
  ),
  ...mutationsOf(
    'functions/gateway/outcome-of.ts',
    ['test/functions/gateway/request-audit.test.ts'],
    [
      [
        'I2',
        'no text of a tool or schema becomes a detail',
        'return undefined;',
        "return 'message' in failure ? failure.message : 'issues' in failure ? failure.issues : undefined;",
      ],
    ],
  ),
];
