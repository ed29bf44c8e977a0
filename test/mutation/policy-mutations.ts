import { mutationsOf } from './mutation.ts';

const ENGINE = ['test/shared/policy-engine.test.ts'];
const CALL = ['test/functions/gateway/decide-by-policy.test.ts'];
const COMPILE = ['test/infra/policy/compile-policies.test.ts'];
const LAYER = ['test/infra/policy/policy-layer.test.ts'];
const VALUE = ['test/shared/cedar-value.test.ts'];

/** Policies: what they are checked by, what they decide on, and that they decide. */
export const POLICY_MUTATIONS = [
  ...mutationsOf('shared/policy-engine.ts', ENGINE, [
    ['C2', 'a forbidden call is denied', "allowed: decision === 'allow' && !failed", 'allowed: !failed'],
    ['C1', 'what cannot be evaluated denies', "decision === 'allow' && !failed", "decision === 'allow'"],
    [
      'C1',
      'an answer that is none denies',
      "if (!('response' in answer)) return FAILED;",
      "if (!('response' in answer)) return { ...FAILED, allowed: true };",
    ],
    [
      'C2',
      'the canonical texts are decided on too',
      '.map(decideOne).reduce(both)',
      '.slice(0, 1).map(decideOne).reduce(both)',
    ],
    [
      'C2',
      'one no among two answers is a no',
      'return one.allowed ? other : one;',
      'return one.allowed ? one : other;',
    ],
    ['C3', 'a tool no policy permits is hidden', "answer.response.decision !== 'deny'", 'true'],
    ['C1', 'policies that do not parse stop the gateway', "parsed.some(({ type }) => type !== 'success')", 'false'],
    ['D2', 'engines do not share what they parsed', '`engine-${++engines}`', "'engine'"],
  ]),
  ...mutationsOf('shared/policy-request.ts', ENGINE, [
    ['C2', 'the caller’s groups are told', 'caller.groups.map((group) =>', 'caller.groups.slice(0, 0).map((group) =>'],
    ['C2', 'the client is told', "entityId('Client', caller.clientId)", "entityId('Client', caller.id)"],
    ['C2', 'canonical texts are asked about', '[exact, canonical]', '[exact]'],
    ['C2', 'the exact texts are asked about', '[exact, canonical]', '[canonical]'],
  ]),
  ...mutationsOf('shared/cedar-value.ts', VALUE, [
    ['C2', 'a default is decided on', 'given.has(name) ? given.get(name) : attribute.default', 'given.get(name)'],
    [
      'C2',
      'only a text passes for a text',
      "if (typeof value === 'string') return value;",
      'if (value) return String(value);',
    ],
    ['C2', 'only a whole number passes for one', 'Number.isSafeInteger(value) && ', ''],
    ['C2', 'look-alike forms become one', ".normalize('NFKC')", ''],
    ['C2', 'invisible characters are left out', ".replace(/[\\p{Cc}\\p{Cf}]/gu, '')", ''],
    ['C2', 'space around a text is left out', '.trim()', ''],
  ]),
  ...mutationsOf(
    'shared/cedar-type.ts',
    ['test/shared/cedar-type.test.ts'],
    [
      ['C2', 'no field passes for an entity', '!SPECIAL.includes(name)', 'true'],
      ['C2', 'an argument that may be null is optional', '&& !allowsNull(schema, place)', ''],
      ['C2', 'a default makes an argument sure', '(filled || names.includes(name))', 'names.includes(name)'],
    ],
  ),
  ...mutationsOf(
    'shared/rewriting-schema.ts',
    ['test/shared/rewriting-schema.test.ts'],
    [
      ['C2', 'trimmed texts are found', "Reflect.get(definition, 'check') === 'overwrite'", 'false'],
      ['C2', 'transformed values are found', "typeof Reflect.get(definition, 'transform') === 'function'", 'false'],
      ['C2', 'caught values are found', "Reflect.get(definition, 'type') === 'catch'", 'false'],
    ],
  ),
  ...mutationsOf(
    'functions/policy/load-policies.ts',
    ['test/functions/policy/load-policies.test.ts'],
    [
      [
        'C1',
        'a lost policy layer stops the gateway',
        'if (!policies) return undefined;',
        'if (policies || !policies) return undefined;',
      ],
      [
        'C1',
        'what is no policy file stops the gateway',
        'PolicyFile.parse(layer.file())',
        'layer.file() as PolicyFile',
      ],
    ],
  ),
  ...mutationsOf(
    'functions/gateway/handler.ts',
    ['test/functions/gateway/handler.test.ts'],
    [['C1', 'the gateway loads its policies', 'policies: loadPolicies(contracts)', 'policies: undefined']],
  ),
  ...mutationsOf('functions/gateway/decide-by-policy.ts', CALL, [
    ['C1', 'a denied call is refused', 'if (decision.allowed) return;', 'if (decision) return;'],
    ['I2', 'the record names the policies', 'audit.note({ policies: [...decision.policies] });', ''],
    ['C3', 'who could never call does not see', '!policies || policies().mayEverCall({ caller, tool })', 'true'],
    ['C2', 'the values of the arguments decide', 'decide({ caller, tool }, input)', 'decide({ caller, tool }, {})'],
  ]),
  ...mutationsOf('functions/gateway/call-tool.ts', CALL, [
    [
      'C2',
      'each call is decided by policy',
      'decideByPolicy({ policies: parts.policies, tool, caller, input: call.input, audit: call.audit });',
      '',
    ],
    [
      'C3',
      'a hidden tool answers like an unknown one',
      'if (maySee(parts.policies, caller, tool)) throw refusal;',
      'if (tool) throw refusal;',
    ],
  ]),
  ...mutationsOf('functions/gateway/list-tools.ts', CALL, [
    [
      'C3',
      'the list hides what policies never permit',
      'enabled.filter((tool) => maySee(policies, caller, tool))',
      'enabled',
    ],
  ]),
  ...mutationsOf('shared/call-failure.ts', CALL, [
    ['C3', 'a tool not permitted cannot be told from an unknown one', " || reason === 'tool_not_permitted'", ''],
  ]),
  ...mutationsOf(
    'functions/authorizer/authorize.ts',
    ['test/functions/authorizer/authorize.test.ts'],
    [
      [
        'C3',
        'no challenge names a hidden tool’s scope',
        'const tool = hidden ? undefined : named;',
        'const tool = named;',
      ],
    ],
  ),
  ...mutationsOf('infra/policy/compile-policies.ts', COMPILE, [
    ['C1', 'policies are checked by the contracts’ schema', '...answer.validationErrors, ', ''],
    ['C1', 'a policy that can never apply is refused', ', ...answer.validationWarnings', ''],
  ]),
  ...mutationsOf('infra/policy/read-policies.ts', COMPILE, [
    ['I2', 'each policy has an id', 'if (POLICY_ID.test(id)) return id;', 'return id;'],
    ['I2', 'no two policies have one id', 'if (ids.has(id))', 'if (ids.has(place))'],
    ['C1', 'an empty folder is refused', 'if (policies.length === 0)', 'if (policies.length < 0)'],
    ['C1', 'templates are refused', 'if (parts.policy_templates.length > 0)', 'if (parts.policy_templates.length < 0)'],
  ]),
  ...mutationsOf('infra/gateway/mcp-gateway.ts', LAYER, [
    [
      'C3',
      'the first gate has the policies too',
      'for (const gate of [this.authorizer, this.function])',
      'for (const gate of [this.function])',
    ],
    ['C1', 'a policy with a fault fails the synth', '(this.policies?.findProblems() ?? [])', '[]'],
  ]),
  ...mutationsOf('infra/policy/gateway-policies.ts', LAYER, [
    ['C2', 'contracts that rewrite arguments fail the synth', '...this.contracts().flatMap(rewritingProblem), ', ''],
  ]),
  ...mutationsOf(
    'infra/cli/policy-table.ts',
    ['test/infra/cli/policy-table.test.ts'],
    [
      ['C2', 'a row that no call could make is wrong', 'if (!checked.success)', 'if (!tool)'],
      ['C2', 'a row is compared with what it expects', 'ok: verdict === row.expect', 'ok: true'],
    ],
  ),
];
