import { mutationsOf } from './mutation.ts';

const ROLE = ['test/infra/tool/caller-role.test.ts'];
const TOOL = ['test/infra/tool/mcp-tool.test.ts'];
const TABLE = ['test/infra/grants/table-caller-grants.test.ts'];
const BUCKET = ['test/infra/grants/bucket-caller-grants.test.ts'];

/** The constructs of tools, grants and records. */
export const TOOL_MUTATIONS = [
  ...mutationsOf('infra/tool/lent-role.ts', ROLE, [
    ['D1', 'a role is lent for its own tool only', '{ [tag(SessionTag.tool)]: tools }', '{}'],
    ['D5', 'source identity and tag name one caller', ', [SOURCE_IDENTITY]: `\\${${tag(SessionTag.caller)}}` }', ' }'],
    [
      'B9',
      'a loan without a client is refused',
      '    StringLike: { [tag(SessionTag.client)]: StringLike[tag(SessionTag.client)] },\n',
      '',
    ],
    ['D9', 'no other tag is taken', "    'ForAllValues:StringEquals': { 'aws:TagKeys': LOAN_TAGS },\n", ''],
    ['D9', 'an empty tenant is no tag', '    StringLikeIfExists: { [tag(TENANT_TAG)]: PRESENT },\n', ''],
    ['D9', 'an empty caller is no tag', '{ [tag(SessionTag.caller)]: PRESENT, ', '{ '],
    [
      'D9',
      'tags are set under conditions',
      "allow(principal, 'sts:TagSession', tagging(tools))",
      "allow(principal, 'sts:TagSession', {})",
    ],
    ['B9', 'a source identity is not empty', '{ StringLike: { [SOURCE_IDENTITY]: PRESENT } }', '{}'],
    ['C5', 'only the gateway may borrow', 'new iam.ArnPrincipal(borrower.roleArn)', 'new iam.AccountRootPrincipal()'],
    ['D5', 'a session of a caller role ends within the hour', 'Duration.hours(1)', 'Duration.hours(12)'],
  ]),
  ...mutationsOf(
    'infra/tool/environment-rules.ts',
    ['test/infra/tool/environment-rules.test.ts'],
    [
      ['H1', 'no variable is named like a secret', 'SECRET_NAME.test(name) && !REFERENCE_NAME.test(name)', 'false'],
      ['H1', 'no variable is a dynamic reference', 'DYNAMIC_REFERENCE.test(value)', 'false'],
      [
        'H1',
        'no variable has the form of a secret',
        'secretIn(value) || SECRET_VALUE.some((pattern) => pattern.test(value))',
        'SECRET_VALUE.some((pattern) => pattern.test(value))',
      ],
      ['H1', 'no variable begins like a secret', '|| SECRET_VALUE.some((pattern) => pattern.test(value))', ''],
    ],
  ),
  ...mutationsOf('infra/tool/mcp-tool.ts', TOOL, [
    ['H1', 'a tool’s variables are checked', 'if (problem)', 'if (false)'],
    [
      'H1',
      'a value behind a token is checked',
      'Token.isUnresolved(value) ? JSON.stringify(stack.resolve(value)) : value',
      'value',
    ],
    ['D3', 'a tool runs apart for each caller', '      tenancyConfig: lambda.TenancyConfig.PER_TENANT,\n', ''],
    [
      'D1',
      'a grant lands on the role that is lent',
      'return this.callerRole.grantPrincipal',
      'return this.function.grantPrincipal',
    ],
    ['D6', 'a tool ends soon by default', 'timeout = Duration.seconds(10)', 'timeout = Duration.minutes(15)'],
  ]),
  ...mutationsOf('infra/isolated-function.ts', TOOL, [
    ['D7', 'a function that calls itself is stopped', 'lambda.RecursiveLoop.TERMINATE', 'lambda.RecursiveLoop.ALLOW'],
    [
      'D1',
      'a function’s role writes its own log only',
      '      description: `Execution role of ${this.node.path}`,',
      "      description: `Execution role of ${this.node.path}`,\n      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],",
    ],
  ]),
  ...mutationsOf('infra/grants/table-caller-grants.ts', TABLE, [
    [
      'D9',
      'rows are bound to the caller',
      "'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] },",
      '',
    ],
    ['D9', 'a request without a key is refused', "Null: { 'dynamodb:LeadingKeys': 'false' },", ''],
    [
      'D9',
      'no scan is granted',
      "'dynamodb:GetItem', 'dynamodb:Query']",
      "'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']",
    ],
    ['D1', 'an index is named', 'if (!INDEX_NAME.test(name)) throw', 'if (false) throw'],
    [
      'D9',
      'a caller grant goes to a tool',
      '  read(tool: McpTool): iam.Grant {\n    requireTool(tool, WHAT);',
      '  read(tool: McpTool): iam.Grant {',
    ],
  ]),
  ...mutationsOf('infra/grants/require-tool.ts', TABLE, [
    ['D9', 'nobody but a tool gets a caller grant', 'if (grantee instanceof McpTool) return;', 'if (grantee) return;'],
  ]),
  ...mutationsOf('infra/grants/grant-key.ts', TABLE, [
    [
      'D5',
      'a key is used through its service alone',
      "    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },\n",
      '',
    ],
  ]),
  ...mutationsOf('infra/grants/bucket-caller-grants.ts', BUCKET, [
    ['D9', 'a folder is the caller’s', '`${prefix}/${CALLER_VARIABLE}/*`', '`${prefix}/*`'],
    ['D9', 'a folder has no wildcard', 'if (!PREFIX.test(prefix))', 'if (false)'],
    ['D9', 'listing stays in the folder', "StringLike: { 's3:prefix': this.keys }", "StringLike: { 's3:prefix': '*' }"],
  ]),
  ...mutationsOf(
    'infra/audit/audit-log.ts',
    ['test/infra/audit/audit-log.test.ts'],
    [
      [
        'I5',
        'records are protected from deletion',
        'deletionProtectionEnabled: true',
        'deletionProtectionEnabled: false',
      ],
      ['I5', 'records are kept for two years', 'logs.RetentionDays.TWO_YEARS', 'logs.RetentionDays.ONE_DAY'],
      [
        'I5',
        'records survive the stack',
        'props.removalPolicy ?? RemovalPolicy.RETAIN',
        'props.removalPolicy ?? RemovalPolicy.DESTROY',
      ],
      ['H3', 'the key of the records rotates', 'enableKeyRotation: true', 'enableKeyRotation: false'],
      [
        'H3',
        'the key serves this account’s logs alone',
        '    conditions: {\n      ArnLike',
        '    conditions: {\n      StringNotLike',
      ],
      [
        'I5',
        'who reads records changes none',
        'this.logGroup.grantRead(grantee)',
        "this.logGroup.grant(grantee, 'logs:*')",
      ],
      ['I7', 'refusals are counted', "'$.outcome', '=', 'refused'", "'$.outcome', '=', 'never'"],
    ],
  ),

  ...mutationsOf(
    'infra/bundle-entry.ts',
    ['test/infra/bundle-entry.test.ts'],
    [
      ['D1', 'each function runs its own entry', 'command: [entry, JSON.stringify(bundling)],', "command: ['bundle'],"],
      ['H1', 'no bundle holds a secret', '    checkHoldsNoSecret(entry, text);\n', ''],
    ],
  ),
  ...mutationsOf(
    'infra/mcp-stack.ts',
    ['test/infra/mcp-stack.test.ts'],
    [
      ['H1', 'documents are private', 's3.BlockPublicAccess.BLOCK_ALL', 's3.BlockPublicAccess.BLOCK_ACLS_ONLY'],
      ['H1', 'documents are reached by TLS alone', 'enforceSSL: true', 'enforceSSL: false'],
    ],
  ),
];
