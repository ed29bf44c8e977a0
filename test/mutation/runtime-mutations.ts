import { mutationsOf } from './mutation.ts';

const HANDLER = ['test/functions/runtime/tool-handler.test.ts'];
const CLEAN_UP = ['test/functions/runtime/clean-up.test.ts'];
const RECORDS = ['test/functions/audit/write-record.test.ts'];

/** What surrounds a tool's code, and how records are kept. */
export const RUNTIME_MUTATIONS = [
  ...mutationsOf('functions/runtime/read-envelope.ts', HANDLER, [
    ['D5', 'the event is emptied before a tool sees it', '  empty(event);\n', ''],
  ]),
  ...mutationsOf('functions/runtime/frame-writer.ts', HANDLER, [
    ['D5', 'an answer that quotes lent credentials is withheld', 'quotesCredentials(line, credentials)', 'false'],
  ]),
  ...mutationsOf(
    'functions/runtime/frame-writer.ts',
    ['test/functions/runtime/frame-writer.test.ts'],
    [['D4', 'no progress leaves after the final frame', 'if (open) stream.write', 'stream.write']],
  ),
  ...mutationsOf('functions/runtime/seal-failure.ts', HANDLER, [
    ['D5', 'the log of a failure holds no lent credentials', 'hideCredentials(line, running.credentials)', 'line'],
    ['A10', 'a failure has no stack outside', 'this.stack = `${name}: ${this.message}`;', ''],
  ]),
  ...mutationsOf('functions/runtime/tool-handler.ts', HANDLER, [
    ['A10', 'a tool’s own error stays inside', 'throw sealFailure(error, running, contract.name)', 'throw error'],
    ['D4', 'a call ends before Lambda ends it', 'timeoutEarlyInMillis: DEADLINE_MARGIN_MS', 'timeoutEarlyInMillis: 0'],
  ]),
  ...mutationsOf('functions/runtime/run-implementation.ts', HANDLER, [
    ['C5', 'an envelope serves the tool it names', 'call.tool !== contract.name', 'false'],
    [
      'F2',
      'arguments that break the contract never reach the tool',
      'if (parsed.success) return parsed.data;',
      'return parsed.data ?? (input as never);',
    ],
    ['A10', 'only a deliberate refusal speaks to the model', 'error instanceof ToolError', 'error instanceof Error'],
  ]),
  ...mutationsOf(
    'functions/runtime/lent-credentials.ts',
    ['test/functions/runtime/lent-credentials.test.ts'],
    [
      [
        'D5',
        'lent credentials do not show in JSON',
        'toJSON(): string {\n    return SHOWN;',
        'toJSON(): unknown {\n    return this.#lent;',
      ],
      [
        'D5',
        'lent credentials do not show in logs',
        '[inspect.custom](): string {\n    return SHOWN;',
        '[inspect.custom](): unknown {\n    return this.#lent;',
      ],
      [
        'D5',
        'lent credentials do not show as text',
        'toString(): string {\n    return SHOWN;',
        'toString(): string {\n    return this.#lent.secretAccessKey;',
      ],
    ],
  ),
  ...mutationsOf('functions/runtime/clean-up.ts', CLEAN_UP, [
    ['D4', 'what a call opened is closed', '      scope.close();\n', ''],
    [
      'D2',
      'the process is put back as it was',
      'const stuck = state.restore();',
      'const stuck: readonly string[] = [];',
    ],
    ['D4', 'files of a call are deleted', 'if (scratch !== undefined) await emptyFolder(scratch);', ''],
    ['D4', 'an environment that cannot be cleaned answers nobody', 'if (stuck.length > 0) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('functions/runtime/clean-up-middleware.ts', CLEAN_UP, [
    ['D4', 'a call that failed is cleaned up too', 'onError: leave', 'onError: () => undefined'],
    ['D4', 'a call that succeeded is cleaned up', 'after: leave', 'after: () => undefined'],
  ]),
  ...mutationsOf('functions/runtime/process-state.ts', CLEAN_UP, [
    ['D4', 'environment variables are put back', '      restoreEnvironment(environment);\n', ''],
    ['D4', 'listeners of the process are taken off', '      removeListeners(listeners);\n', ''],
  ]),
  ...mutationsOf('functions/runtime/scratch-folder.ts', CLEAN_UP, [
    [
      'D4',
      'no folder of others is emptied',
      'environment.LAMBDA_TASK_ROOT === LAMBDA_CODE && exists(LAMBDA_CODE)',
      'true',
    ],
  ]),
  ...mutationsOf('functions/audit/write-record.ts', RECORDS, [
    ['I2', 'a record holds the fields of its schema only', 'recordLine(LogRecord.parse(record))', 'recordLine(record)'],
    ['I3', 'a record the log rejects fails the call', 'if (rejectedLogEventsInfo)', 'if (false)'],
    [
      'I3',
      'a record that cannot be written fails the call',
      "throw new CallError({ reason: 'record_refused' }, { cause })",
      'return',
    ],
    ['I3', 'a record has a size', 'bytes > MAX_RECORD_BYTES', 'false'],
  ]),
  ...mutationsOf('functions/audit/exactly-one-record.ts', RECORDS, [
    ['I1', 'a call has one record', 'if (attempted) throw', 'if (false) throw'],
  ]),
  ...mutationsOf(
    'functions/audit/record-line.ts',
    ['test/functions/audit/record-line.test.ts'],
    [['I8', 'nothing in a record can steer a terminal', '.replace(INVISIBLE, asEscape)', '']],
  ),
  ...mutationsOf(
    'functions/audit/redact-arguments.ts',
    ['test/functions/audit/redact-arguments.test.ts'],
    [
      ['I2', 'marked fields are redacted', 'if (branches.some(isMarked)) return REDACTED;', ''],
      ['I2', 'fields nobody declared stay out', 'if (schemas.length === 0) undeclared += 1;\n      else ', ''],
      [
        'I2',
        'a value of another type stays out',
        'if (!branches.some((schema) => declares(schema, value)))',
        'if (false)',
      ],
      ['I2', 'a record is bounded', 'depth > MAX_DEPTH || values > MAX_VALUES', 'false'],
      [
        'I2',
        'a whole input can be marked',
        'if (branches.some(isMarked)) return { [REDACTED]',
        'if (false) return { [REDACTED]',
      ],
      ['I8', 'long texts are cut', 'text.length <= MAX_TEXT', 'true'],
    ],
  ),

  ...mutationsOf('functions/runtime/call-scope.ts', CLEAN_UP, [
    ['D4', 'what is opened after the end is closed at once', 'if (this.#closed) scopes.exit', 'if (false) scopes.exit'],
    [
      'D4',
      'connections a server accepted are closed',
      'scopes.getStore() ?? bornOutside(type, trigger)',
      'scopes.getStore()',
    ],
  ]),
  ...mutationsOf('functions/runtime/open-resource.ts', CLEAN_UP, [
    ['D4', 'processes a call started are ended', "  'PROCESSWRAP',\n", ''],
    ['D4', 'timers of a call are stopped', "  'Timeout',\n", ''],
    ['D4', 'sockets of a call are closed', "  'TCPWRAP',\n", ''],
    ['D4', 'files a call left open are closed', "  'FILEHANDLE',\n", ''],
  ]),
  ...mutationsOf('functions/runtime/process-state.ts', CLEAN_UP, [
    ['D2', 'global names of a call are removed', '!before.has(name) && !OF_NODE.test(String(name))', 'false'],
  ]),
  ...mutationsOf('functions/runtime/hide-credentials.ts', HANDLER, [
    [
      'D5',
      'the session token counts as a secret',
      '[secretAccessKey, sessionToken, accessKeyId]',
      '[secretAccessKey, accessKeyId]',
    ],
    [
      'D5',
      'the secret key counts as a secret',
      '[secretAccessKey, sessionToken, accessKeyId]',
      '[sessionToken, accessKeyId]',
    ],
  ]),
  ...mutationsOf(
    'functions/audit/schema-branches.ts',
    ['test/functions/audit/redact-arguments.test.ts'],
    [
      ['I2', 'marks behind references are found', '...referenced(schema, root), ', ''],
      ['I2', 'marks in alternatives are found', ', ...alternatives(schema)', ''],
    ],
  ),
  ...mutationsOf(
    'functions/tools/documents-folder.ts',
    ['test/functions/tools/documents.test.ts'],
    [
      ['D9', 'a document stands in the caller’s folder', '`users/${caller.id}/`', "'users/'"],
      ['D5', 'documents are reached with the loan', 'new S3Client({ credentials })', 'new S3Client({})'],
    ],
  ),
];
