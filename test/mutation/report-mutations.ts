import { mutationsOf } from './mutation.ts';

const TEXT = ['test/infra/report/template-text.test.ts'];
const STATEMENTS = ['test/infra/report/read-statements.test.ts'];
const RIGHTS = ['test/infra/report/role-rights.test.ts'];
const WHO = ['test/infra/report/who-may-call.test.ts'];
const WHOLE = ['test/infra/report/make-report.test.ts'];
const NETWORK = ['test/infra/report/network-of.test.ts'];
const PAGE = ['test/infra/report/report-page.test.ts'];
const HTML = ['test/infra/report/html.test.ts'];
const SECRETS = ['test/infra/report/secrets-of.test.ts'];
const FILE = ['test/infra/report/report-file.test.ts'];

/** That the report leaves nothing out and puts nothing in. */
export const REPORT_MUTATIONS = [
  ...mutationsOf('infra/report/template-text.ts', TEXT, [
    [
      'D1',
      'an unknown function keeps its words',
      "return name.startsWith('Fn::') ? asItStands(value) : undefined;",
      "return '';",
    ],
  ]),
  ...mutationsOf('infra/report/read-statements.ts', STATEMENTS, [
    [
      'D1',
      'a statement with an unknown word is raw',
      'const Statement = z.strictObject({',
      'const Statement = z.object({',
    ],
    [
      'D1',
      'a statement that is not understood is shown',
      "if (!parsed.success) return { read: 'raw', from, raw: textOf(statement) };",
      "if (!parsed.success) return { read: 'raw', from: '', raw: '' };",
    ],
    ['D1', 'exceptions are shown', '    ...(NotAction && { notActions: NotAction }),\n', ''],
  ]),
  ...mutationsOf('infra/report/role-rights.ts', RIGHTS, [
    [
      'D1',
      'policies inside the role are read',
      '      ...asList(properties.Policies).flatMap(inlineStatements),\n',
      '',
    ],
    ['D1', 'policies of resources are read', '      ...statementsElsewhere(role, stacks),\n', ''],
    ['D1', 'a policy that names a role by its name is read', ' || text === properties.RoleName', ''],
    ['D1', 'a policy as text is read', `value.includes('"Statement"')`, 'false'],
    ['D1', 'policies elsewhere are named', 'managed.filter((arn) => !policyBehind(arn, stacks))', '[]'],
    ['D1', 'nested stacks are named', 'const nested = stacks.ofType(', 'const nested = [] ?? stacks.ofType('],
  ]),
  ...mutationsOf('infra/report/who-may-call.ts', WHO, [
    ['C2', 'a client is not known beforehand', 'client: UNKNOWN_CLIENT', '...{}'],
    ['C2', 'a policy about one caller changes the answer', 'if (personal.length > 0) return', 'if (false) return'],
    ['C2', 'a stranger is nobody whom a policy names', "while (named.includes(id)) id += '-else';", ''],
    ['C1', 'a policy that fails is never a yes', ' || answer.errored.length > 0', ''],
    [
      'C2',
      'machines are kept out of tools for people',
      "sort.kind === 'machine' && tool.callers === 'people'",
      'false',
    ],
  ]),
  ...mutationsOf('infra/report/secrets-of.ts', SECRETS, [
    ['H2', 'secrets nobody named are shown', '...[...new Set(besides)]', '...[]'],
    ['H2', 'patterns of actions reach secrets', ".replaceAll('\\\\*', '.*')", ''],
  ]),
  ...mutationsOf('infra/report/network-weakenings.ts', NETWORK, [
    [
      'E7',
      'a function in no network is called weak',
      'if (!vpc) return [weakness(',
      'if (!vpc) return [].concat() ?? [weakness(',
    ],
    ['E7', 'names outside the contract are called weak', '!hosts.includes(domain) && !isOfAws(domain)', 'false'],
    ['E7', 'a firewall must block the rest', "?.action === 'BLOCK'", "?.action !== 'x'"],
  ]),
  ...mutationsOf('infra/report/vpc-of.ts', NETWORK, [
    [
      'E7',
      'rules are asked in their order',
      'return Number(one.properties.Priority) - Number(other.properties.Priority);',
      'return 0;',
    ],
    [
      'E7',
      'an unknown subnet is not called shut',
      'if (tables.length === 0) return [',
      'if (tables.length < 0) return [',
    ],
  ]),
  ...mutationsOf('infra/report/function-rights.ts', WHOLE, [
    ['D1', 'rights of a function’s own are called weak', "effect === 'Allow' && ", "effect !== 'Allow' && "],
  ]),
  ...mutationsOf('infra/report/weak-statements.ts', WHOLE, [
    ['D1', 'patterns of actions are called weak', 'if (wide.length > 0)', 'if (false)'],
    ['D1', 'rights that are the same for all are called weak', 'if (!ofCaller)', 'if (false)'],
  ]),
  ...mutationsOf('infra/report/weakenings.ts', WHOLE, [
    ['B7', 'a role without boundary is called weak', 'Boolean(role && !role.boundary)', 'false'],
    ['B1', 'tokens without audience are called weak', "settings.AUDIENCE_RULE === 'client-and-scope'", 'false'],
    [
      'B9',
      'a torn delegation is called weak',
      'Boolean(contract?.delegated) !== (!Array.isArray(downstreams) || downstreams.length > 0)',
      'false',
    ],
    ['B9', 'loans of the whole role are called weak', '!narrowing && (role?.statements ?? []).some(allows)', 'false'],
  ]),
  ...mutationsOf('infra/report/html.ts', HTML, [
    ['A10', 'text is escaped', 'return escapeText(visible(String(part)));', 'return visible(String(part));'],
    ['A10', 'hidden characters are spelled out', 'escapeText(visible(String(part)))', 'escapeText(String(part))'],
  ]),
  ...mutationsOf('infra/report/report-page.ts', PAGE, [
    ['A10', 'the page forbids scripts', "default-src 'none'; ", ''],
  ]),
  ...mutationsOf('infra/report/report-stack.ts', FILE, [
    ['D1', 'gateways of one name are kept apart', 'resource.stack === stack', 'stack !== undefined'],
  ]),
];
