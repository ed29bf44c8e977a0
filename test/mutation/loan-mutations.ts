import { mutationsOf } from './mutation.ts';

const TEXT = ['test/shared/session-policy.test.ts'];
const CALL = ['test/functions/gateway/narrow-loan.test.ts'];
const TEMPLATE = ['test/infra/tool/session-policy-template.test.ts'];
const TOOL = ['test/infra/tool/mcp-tool.test.ts'];
const PROOF = ['test/security/narrow-proof.test.ts'];
const MATRIX = ['test/security/policy-matrix.test.ts'];

/** What narrows a loan to one call: the template, the arguments in it, and what STS is asked for. */
export const LOAN_MUTATIONS = [
  ...mutationsOf('shared/session-policy.ts', TEXT, [
    ['B9', 'an argument is plain', "typeof value === 'string' && PLAIN_TEXT.test(value)", "typeof value === 'string'"],
    ['B9', 'no wildcard is plain', "const PLAIN = 'A-Za-z", "const PLAIN = '*A-Za-z"],
    ['B9', 'no dollar and no brace is plain', "const PLAIN = 'A-Za-z", "const PLAIN = '${}A-Za-z"],
    ['B9', 'no separator of keys is plain', "const PLAIN = 'A-Za-z", "const PLAIN = '/A-Za-z"],
    ['B9', 'no separator of ARNs is plain', "const PLAIN = 'A-Za-z", "const PLAIN = ':A-Za-z"],
    ['B9', 'no step up is plain', '(?!.*\\\\.\\\\.)', ''],
    ['B9', 'the place itself is not plain', '(?!\\\\.$)', ''],
    ['B9', 'an argument has a length', '{1,128}', '{1,}'],
    ['B9', 'a number is an integer', 'Number.isSafeInteger(value)', 'Number.isFinite(value)'],
    ['B9', 'no argument chooses a variable', 'if (INSIDE_VARIABLE.test(places))', 'if (false)'],
    ['B9', 'no wildcard stands beside an argument', 'if (BESIDE_WILDCARD.test(places))', 'if (false)'],
    ['C1', 'a broken marker is found', "if (MARKER_LIKE.test(places.replaceAll(PLACE, '')))", 'if (false)'],
    ['C1', 'a text with a problem is not filled', 'if (problem) throw new Error', 'if (false) throw new Error'],
    ['C1', 'a statement names its actions', 'Action: Texts', 'Action: z.array(z.string())'],
  ]),
  ...mutationsOf(
    'functions/gateway/fill-session-policy.ts',
    ['test/functions/gateway/fill-session-policy.test.ts'],
    [
      ['B9', 'only what is plain is filled in', 'plainArgument(input[field])', 'String(input[field])'],
      ['B9', 'an argument is the call’s own', 'Object.hasOwn(input, field)', 'field in input'],
      ['B9', 'an argument that is not there is refused', 'if (value === undefined) throw', 'if (value === null) throw'],
      ['D5', 'a policy has a size', 'policy.length > MAX_SESSION_POLICY', 'false'],
    ],
  ),
  ...mutationsOf('functions/gateway/narrow-loan.ts', CALL, [
    ['B9', 'a tool is narrowed', 'if (!tool.narrowed) return undefined;', 'if (tool) return undefined;'],
    ['B9', 'the call’s own arguments are filled in', 'fillSessionPolicy(template, input)', 'JSON.stringify(template)'],
    [
      'C1',
      'a template that cannot be filled lends nothing',
      "throw cause instanceof CallError ? cause : new CallError({ reason: 'loan_refused' }, { cause });",
      'if (cause instanceof CallError) throw cause;\n    return undefined;',
    ],
  ]),
  ...mutationsOf('functions/gateway/borrow-loan.ts', CALL, [
    ['B9', 'the loan is asked for with its policy', '    policy,\n', '    policy: undefined,\n'],
  ]),
  ...mutationsOf(
    'functions/gateway/caller-session.ts',
    ['test/functions/gateway/caller-session.test.ts'],
    [
      ['B9', 'STS is given the policy', '...(policy !== undefined && { Policy: policy }),', ''],
      ['B9', 'tags go along a chain of roles', 'TransitiveTagKeys: tags.map(({ Key }) => Key),', ''],
      [
        'B9',
        'the caller goes along a chain of roles',
        'tags.map(({ Key }) => Key)',
        'tags.map(({ Key }) => Key).slice(1)',
      ],
      [
        'D9',
        'the loan names the tenant',
        'caller.tenant === undefined ? [] : [{ Key: TENANT_TAG, Value: caller.tenant }]',
        '[]',
      ],
      [
        'B9',
        'a loan that is too large is told apart',
        "cause instanceof PackedPolicyTooLargeException ? 'loan_too_large' : 'loan_refused'",
        "'loan_refused' as const",
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/session-policies.ts',
    ['test/functions/gateway/session-policies.test.ts'],
    [
      ['C1', 'what is no template is not kept', 'SessionPolicy.parse(JSON.parse(text))', 'JSON.parse(text)'],
      [
        'B9',
        'each tool has its own template',
        'sessionPolicyName(gateway, tool)',
        "sessionPolicyName(gateway, 'get_order')",
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/cached-parameter.ts',
    ['test/functions/gateway/session-policies.test.ts'],
    [
      ['C1', 'a parameter has an end', 'now().getTime() < known.until', 'true'],
      ['D2', 'a parameter is kept', 'kept.set(name, { value, until: now().getTime() + LIFE_MS });', ''],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/read-parameter.ts',
    ['test/functions/gateway/read-parameter.test.ts'],
    [['C1', 'a template is a plain text', "Parameter?.Type !== 'String' || Parameter.Value", 'Parameter?.Value']],
  ),
  ...mutationsOf('infra/tool/session-policy-template.ts', TEMPLATE, [
    ['D1', 'actions have no wildcards', 'if (!ACTION.test(action))', 'if (false)'],
    ['B9', 'arguments stand under exact operators', '!EXACT_OPERATOR.test(operator) && texts', 'false && texts'],
    ['B9', 'arguments stand in values', 'if (markedFields(text).length > 0) throw', 'if (false) throw'],
    ['B9', 'a text with a problem stops the synth', 'if (problem) throw', 'if (false) throw'],
    ['B9', 'an argument is a field of the input', 'if (rule) throw', 'if (false) throw'],
    ['B9', 'an argument is required', '!required.includes(field)', 'false'],
    ['B9', 'a pattern has both ends', '/^\\^.*\\$$/s.test(pattern)', 'true'],
    ['B9', 'values of an enum are plain', 'values.every((value) => plainArgument(value) !== undefined)', 'true'],
    ['D5', 'a template fits into STS', 'sent.length > MAX_SESSION_POLICY', 'false'],
    ['D5', 'a template fits into a parameter', 'stored.length > MAX_POLICY_TEMPLATE', 'false'],
  ]),
  ...mutationsOf('infra/tool/mcp-tool.ts', TOOL, [
    ['B9', 'a tool is narrowed once, and in time', "if (this.narrowing !== 'open') {", 'if (false) {'],
    ['B9', 'what was told of a tool stays true', "if (this.narrowing === 'open') this.narrowing = 'never';", ''],
  ]),
  ...mutationsOf(
    'infra/gateway/tool-list.ts',
    ['test/infra/gateway/tool-list.test.ts'],
    [['B9', 'the gateway is told which tools are narrowed', 'loans.get(contract.name)', 'undefined']],
  ),
  ...mutationsOf(
    'infra/gateway/mcp-gateway.ts',
    ['test/infra/gateway/mcp-gateway.test.ts'],
    [['B9', 'the contracts say which tools are narrowed', 'contractFile(this.loans())', 'contractFile()']],
  ),
  ...mutationsOf('infra/gateway/gateway-function.ts', MATRIX, [
    [
      'D5',
      'the gateway reads parameters of its own',
      'resource: `parameter${parameterPath(gatewayName)}*`',
      'resource: `parameter/*`',
    ],
    [
      'C4',
      'the gateway writes no parameter',
      "actions: ['ssm:GetParameter']",
      "actions: ['ssm:GetParameter', 'ssm:PutParameter']",
    ],
  ]),
  ...mutationsOf('infra/mcp-stack.ts', MATRIX, [
    [
      'B9',
      'a loan reads the named document alone',
      "`users/${CALLER_VARIABLE}/${fromInput('name')}`",
      '`users/${CALLER_VARIABLE}/*`',
    ],
    [
      'B9',
      'a loan reads one order and does not query',
      "actions: ['dynamodb:GetItem'],",
      "actions: ['dynamodb:GetItem', 'dynamodb:Query'],",
    ],
  ]),
  ...mutationsOf('infra/grants/table-caller-grants.ts', PROOF, [
    [
      'D9',
      'no row is open to two callers',
      "'dynamodb:LeadingKeys': [CALLER_VARIABLE]",
      "'dynamodb:LeadingKeys': ['all']",
    ],
    ['D9', 'a request without keys is open to nobody', "Null: { 'dynamodb:LeadingKeys': 'false' },", ''],
  ]),
  ...mutationsOf('infra/grants/bucket-caller-grants.ts', PROOF, [
    ['D9', 'folders of callers are parted', '${CALLER_VARIABLE}/*`', '${CALLER_VARIABLE}*`'],
    ['D9', 'a listing is of one folder', "conditions: { StringLike: { 's3:prefix': this.keys } },", ''],
  ]),
  ...mutationsOf(
    'infra/local/aws/ssm-service.ts',
    ['test/infra/local/aws/ssm-service.test.ts'],
    [
      [
        'D1',
        'local mode asks IAM before it gives a parameter',
        'access.require(request, {',
        'access.allows(request, {',
      ],
      [
        'D1',
        'local mode keeps to the size of parameters',
        'if (parameter.Value.length > limit) throw',
        'if (false) throw',
      ],
    ],
  ),
];
