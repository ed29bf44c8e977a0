import { mutationsOf } from './mutation.ts';

const DOOR = ['test/functions/gateway/serve-request.test.ts'];

/** The second gate’s door: protocol, headers, body, and the record of every request. */
export const DOOR_MUTATIONS = [
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
    'functions/json/strict-json.ts',
    ['test/functions/json/strict-json.test.ts'],
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
  ...mutationsOf(
    'functions/gateway/settle-answer.ts',
    ['test/functions/gateway/settle-answer.test.ts'],
    [['I1', 'a refusal of the protocol by its status leaves its record', 'if (status >= 400)', 'if (false)']],
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

  ...mutationsOf('functions/gateway/refuse-request.ts', DOOR, [
    ['A6', '405 names what is served', "status === 405 ? { allow: 'POST' } : {}", '{}'],
  ]),
  ...mutationsOf('functions/gateway/proxy-event.ts', DOOR, [
    [
      'A4',
      'a header sent twice equals neither value',
      'for (const value of values) headers.append(name, value);',
      "headers.set(name, values[0] ?? '');",
    ],
  ]),
];
