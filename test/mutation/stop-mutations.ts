import { mutationsOf } from './mutation.ts';

const GATE = ['test/functions/authorizer/authorize.test.ts'];
const STOPS = ['test/functions/authorizer/check-stops.test.ts'];
const READ = ['test/functions/authorizer/read-state.test.ts'];
const MACHINES = ['test/functions/authorizer/machine-clients.test.ts'];
const CLAIMS = ['test/functions/authorizer/token-claims.test.ts'];
const SCOPES = ['test/functions/authorizer/required-scope.test.ts'];
const OFF = ['test/functions/gateway/disabled-tool.test.ts'];
const TABLE = ['test/infra/state/state-table.test.ts'];
const BOUNDARY = ['test/infra/state/loan-boundary.test.ts'];

/** What ends a token, a client, a person or a tool before its time, and what keeps machines and other issuers in bounds. */
export const STOP_MUTATIONS = [
  ...mutationsOf('functions/authorizer/read-state.ts', READ, [
    ['B7', 'stops are read as they were last written', 'ConsistentRead: true', 'ConsistentRead: false'],
    ['B7', 'an answer that leaves keys out is none', 'Object.keys(UnprocessedKeys ?? {}).length > 0', 'false'],
    [
      'B7',
      'an answer without the table is none',
      'const items = Responses?.[table];',
      'const items = Responses?.[table] ?? [];',
    ],
    ['B7', 'only items that were asked for are read', 'key === undefined || !keys.has(key)', 'key === undefined'],
    ['B7', 'the read ends in time', '{ abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) }', '{}'],
  ]),
  ...mutationsOf('functions/authorizer/request-state.ts', STOPS, [
    ['B7', 'the switch for everything is read', 'everyone: stopAt(STOP_ALL_KEY)', 'everyone: {}'],
    ['B7', 'the stop of the person is read', 'user: stopAt(userKey)', 'user: {}'],
    ['B7', 'the stop of the client is read', 'client: stopAt(clientKey)', 'client: {}'],
    ['B7', 'a token is looked up by all its ids', 'tokenKeys.some((key) => items.has(key))', 'false'],
    [
      'C1',
      'an admitted client is one the facade wrote',
      'AdmittedClient.parse(ClientAttributes.parse(item))',
      "{ name: '', kind: 'document' }",
    ],
    [
      'B7',
      'a time that is no number is none',
      'const stopAt = (key: string) => StopItem.parse(StopAttributes.parse(items.get(key) ?? {}));',
      'const stopAt = (key: string) => StopAttributes.safeParse(items.get(key) ?? {}).data ?? {};',
    ],
    ['B7', 'a list of tools that cannot be understood stops', 'tools: TextSet.default([])', 'tools: TextSet.catch([])'],
  ]),
  ...mutationsOf('functions/authorizer/check-stops.ts', STOPS, [
    ['B7', 'everything can be switched off', 'everyone.disabledAt !== undefined', 'false'],
    ['B7', 'a client can be switched off', 'client.disabledAt !== undefined', 'false'],
    ['B7', 'a person can be switched off', 'user.disabledAt !== undefined', 'false'],
    ['B7', 'one token can be revoked', 'if (state.isTokenRevoked)', 'if (false)'],
    ['B7', 'a sign-in can be revoked', 'revokedAt !== undefined && token.signedInAt <= revokedAt', 'false'],
    ['B7', 'the second of the revocation counts', 'token.signedInAt <= revokedAt', 'token.signedInAt < revokedAt'],
    ['B7', 'a client can be revoked', '[everyone, user, client].some', '[everyone, user].some'],
    ['C1', 'a client nobody admitted is refused', '!token.isClientListed && !state.admittedClient', 'false'],
    [
      'B7',
      'nothing passes while the table does not answer',
      "throw new Refusal({ reason: 'state_unreachable', caller }, { cause });",
      'if (cause) return { everyone: {}, user: {}, client: {}, isTokenRevoked: false, disabledTools: [], admittedClient: undefined };',
    ],
  ]),
  ...mutationsOf('functions/authorizer/authorize.ts', GATE, [
    [
      'B7',
      'stops are asked about on every request',
      'await checkStops(await verifyToken(readBearerToken(event)))',
      '{ ...(await verifyToken(readBearerToken(event))), disabledTools: [] }',
    ],
  ]),
  ...mutationsOf('functions/authorizer/refusal.ts', GATE, [
    [
      'I1',
      'a table that does not answer is recorded as a failure',
      "    case 'state_unreachable':\n    case 'unexpected':\n      return true;\n",
      "    case 'unexpected':\n      return true;\n    case 'state_unreachable':\n",
    ],
  ]),
  ...mutationsOf('functions/authorizer/record-refusal.ts', GATE, [
    [
      'I1',
      'the record of a revoked token names whose it was',
      'return refusal.caller ? { caller: refusal.caller } : {};',
      'return {};',
    ],
  ]),
  ...mutationsOf('functions/authorizer/verify-token.ts', MACHINES, [
    ['B7', 'a refreshed token belongs to its sign-in', 'claims.auth_time ?? claims.iat', 'claims.iat'],
    ['B7', 'a token can be revoked with its sign-in', '[claims.jti, claims.origin_jti]', '[claims.jti]'],
    ['B7', 'a token can be revoked by its id', '[claims.jti, claims.origin_jti]', '[claims.origin_jti]'],
  ]),
  ...mutationsOf('functions/authorizer/check-claims.ts', MACHINES, [
    [
      'B13',
      'only machines of the template need no audience',
      "machineClients.includes(client) ? 'client-and-scope' : audienceRule",
      "'client-and-scope'",
    ],
    ['B13', 'a machine is bound by a scope of this gateway', 'scopes.length === 0', 'false'],
  ]),
  ...mutationsOf('functions/authorizer/derive-caller.ts', MACHINES, [
    ['B13', 'a machine client acts for no person', 'isPerson && machineClients.includes(clientId)', 'false'],
  ]),
  ...mutationsOf('functions/authorizer/token-claims.ts', CLAIMS, [
    ['B1', 'the mark of access tokens has a value', 'value === accessToken.value', 'value !== undefined'],
    ['C6', 'a scope in a list is one scope', '.regex(/^\\S+$/)', ''],
    [
      'B1',
      'claims are read under their names alone',
      'subject: first(names.subject, Subject)',
      "subject: first([...names.subject, 'sub', 'oid'], Subject)",
    ],
    [
      'C6',
      'scopes are read under their name alone',
      'scopes: first(names.scope, Scopes)',
      "scopes: first([...names.scope, 'scope', 'scp'], Scopes)",
    ],
  ]),
  ...mutationsOf('functions/identity/claim-at.ts', CLAIMS, [
    ['B1', 'inherited properties are no claims', 'Object.hasOwn(value, name) ? value[name] : undefined', 'value[name]'],
    [
      'B1',
      'a way that is blocked refuses the token',
      "throw new TypeError('a claim on the way to another is no object')",
      'return undefined',
    ],
  ]),
  ...mutationsOf('functions/authorizer/required-scope.ts', SCOPES, [
    ['C3', 'a tool that is off gets no challenge', ' && !disabledTools.includes(tool.name)', ''],
    ['B3', 'a step-up keeps what the token has', '...kept, ', ''],
    ['B3', 'scopes no tool has are not asked for', 'tools.some((known) => known.scope === scope)', 'true'],
  ]),
  ...mutationsOf('functions/gateway/list-tools.ts', OFF, [
    ['B7', 'a tool that is off is not listed', '.filter(({ name }) => !disabledTools.includes(name))', ''],
  ]),
  ...mutationsOf('functions/gateway/call-tool.ts', OFF, [
    ['B7', 'a tool that is off does not run', 'if (disabledTools.includes(tool.name))', 'if (false)'],
  ]),
  ...mutationsOf('shared/call-failure.ts', OFF, [
    ['C3', 'a tool that is off cannot be told from an unknown one', "reason === 'tool_disabled' || ", ''],
  ]),
  ...mutationsOf(
    'shared/authorizer-context.ts',
    ['test/shared/authorizer-context.test.ts'],
    [
      [
        'B7',
        'a context without disabled tools is refused',
        'z.array(z.string()).parse(JSON.parse(text))',
        'JSON.parse(text)',
      ],
    ],
  ),
  ...mutationsOf(
    'shared/change-record.ts',
    ['test/functions/audit/write-record.test.ts'],
    [
      [
        'I6',
        'a change holds nothing its schema does not name',
        'ChangeRecord = z.strictObject',
        'ChangeRecord = z.looseObject',
      ],
    ],
  ),
  ...mutationsOf('infra/state/state-table.ts', TABLE, [
    [
      'C4',
      'the authorizer changes nothing',
      "['dynamodb:BatchGetItem'], [STOPS, CLIENTS]",
      "['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [STOPS, CLIENTS]",
    ],
    [
      'C4',
      'the operator writes stops alone',
      "['dynamodb:GetItem', 'dynamodb:UpdateItem'], [STOPS]",
      "['dynamodb:GetItem', 'dynamodb:UpdateItem'], [STOPS, CLIENTS]",
    ],
    [
      'C4',
      'the facade cannot lift a stop',
      '[CLIENTS, `${StatePrefix.signIn}*`]',
      '[CLIENTS, STOPS, `${StatePrefix.signIn}*`]',
    ],
    ['D9', 'a request without a key is refused', "        Null: { 'dynamodb:LeadingKeys': 'false' },\n", ''],
    ['B7', 'stops can be restored', 'pointInTimeRecoveryEnabled: true', 'pointInTimeRecoveryEnabled: false'],
    [
      'B7',
      'stops are protected from deletion',
      'deletionProtection: removalPolicy === RemovalPolicy.RETAIN',
      'deletionProtection: false',
    ],
  ]),
  ...mutationsOf('infra/state/loan-boundary.ts', BOUNDARY, [
    [
      'C4',
      'the operator rewrites one policy alone',
      'resourceArns: [this.policy.managedPolicyArn]',
      "resourceArns: ['*']",
    ],
    [
      'C4',
      'the operator cannot attach the boundary',
      "'iam:CreatePolicyVersion', ",
      "'iam:AttachRolePolicy', 'iam:CreatePolicyVersion', ",
    ],
  ]),
  ...mutationsOf(
    'infra/tool/lent-role.ts',
    ['test/infra/tool/caller-role.test.ts'],
    [['B7', 'lent sessions are bounded', '      permissionsBoundary: boundary,\n', '']],
  ),
];
