import { mutationsOf } from './mutation.ts';

const CONTRACTS = ['test/shared/tool-contract.test.ts'];
const WIRE = ['test/shared/call-failure.test.ts'];

/** The contracts between the parts. */
export const SHARED_MUTATIONS = [
  ...mutationsOf('shared/closed-schema.ts', CONTRACTS, [
    ['F1', 'objects are closed', 'return schema.additionalProperties === false ? undefined', 'return true ? undefined'],
    ['F1', 'texts are bounded', "return 'maxLength' in schema ? undefined", 'return true ? undefined'],
    ['F1', 'lists are bounded', "return 'maxItems' in schema ? undefined", 'return true ? undefined'],
    ['F1', 'numbers are bounded', 'return hasBounds(schema) ? undefined', 'return true ? undefined'],
    ['F1', 'any and unknown are no contract', 'return isComposite(schema) ? undefined', 'return true ? undefined'],
    [
      'F1',
      'nested fields are looked at',
      'for (const [name, value] of entries(schema.properties)) add(value, `${path}.${name}`);',
      '',
    ],
    ['F1', 'items of lists are looked at', 'add(schema.items, `${path}[]`);', ''],
  ]),
  ...mutationsOf('shared/tool-contract.ts', CONTRACTS, [
    ['C6', 'a scope is no wildcard', 'if (!SCOPE.test(scope))', 'if (false)'],
    ['E9', 'a tool’s name is plain', 'if (!NAME.test(name))', 'if (false)'],
    ['F1', 'the output is a closed schema too', "  checkSchema(contract.name, 'output', contract.output);\n", ''],
    ['F1', 'the input is a closed schema', "  checkSchema(contract.name, 'input', contract.input);\n", ''],
  ]),
  ...mutationsOf('shared/call-failure.ts', WIRE, [
    [
      'C3',
      'an unknown tool is answered in one way',
      "message: 'Unknown tool' }",
      'message: `Unknown tool ${JSON.stringify(failure)} ${Math.random()}` }',
    ],
    ['F3', 'what a broken tool answered is withheld', 'return tool(BROKEN)', 'return tool(JSON.stringify(failure))'],
    [
      'A10',
      'an exception says nothing outside',
      "error instanceof CallError ? error.failure : { reason: 'unexpected' }",
      "error instanceof CallError ? error.failure : { reason: 'tool_error', message: String(error) }",
    ],
  ]),
  ...mutationsOf(
    'shared/audit-record.ts',
    ['test/shared/audit-record.test.ts'],
    [
      ['I2', 'a record is a closed list of fields', 'AuditRecord = z.strictObject', 'AuditRecord = z.looseObject'],
      ['I2', 'the caller of a record is a closed list of fields', '    .strictObject({', '    .looseObject({'],
    ],
  ),
  ...mutationsOf(
    'shared/sensitive.ts',
    ['test/shared/contract-document.test.ts'],
    [['E8', 'a mark never reaches a client', 'key !== SENSITIVE_KEYWORD', 'true']],
  ),
  ...mutationsOf(
    'shared/envelope.ts',
    ['test/shared/envelope.test.ts'],
    [['D5', 'an envelope is a closed form', 'Envelope = z.strictObject', 'Envelope = z.looseObject']],
  ),
  ...mutationsOf(
    'shared/authorizer-context.ts',
    ['test/shared/authorizer-context.test.ts'],
    [['A8', 'what the authorizer wrote is checked', 'Caller.parse(JSON.parse(text))', 'JSON.parse(text)']],
  ),
  ...mutationsOf(
    'shared/caller.ts',
    ['test/shared/authorizer-context.test.ts'],
    [
      ['D9', 'a caller’s id fits AWS and no policy wildcard', '  id: z.string().regex(CALLER_ID)', '  id: z.string()'],
      ['D9', 'a tenant fits AWS and no policy wildcard', '.regex(CALLER_ID).optional()', '.optional()'],
    ],
  ),

  ...mutationsOf(
    'shared/session-tags.ts',
    ['test/functions/gateway/call-tool.test.ts'],
    [['D5', 'a loan lasts 15 minutes', 'LOAN_SECONDS = 900', 'LOAN_SECONDS = 3600']],
  ),
  ...mutationsOf(
    'shared/session-tags.ts',
    ['test/shared/session-tags.test.ts'],
    [['D9', 'grants speak of the caller the loan was made for', 'SessionTag.caller}}`', 'SessionTag.client}}`']],
  ),
  ...mutationsOf(
    'shared/contract-document.ts',
    ['test/functions/gateway/load-contracts.test.ts'],
    [['C1', 'a contract file is a closed form', 'ContractFile = z.strictObject', 'ContractFile = z.looseObject']],
  ),
  ...mutationsOf(
    'shared/resource-names.ts',
    ['test/infra/gateway/mcp-gateway.test.ts'],
    [
      [
        'C4',
        'a gateway’s name fits the names that rights end with',
        'if (GATEWAY_NAME.test(name)) return name;',
        'return name;',
      ],
    ],
  ),
];
