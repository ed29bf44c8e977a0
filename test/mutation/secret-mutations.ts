import { mutationsOf } from './mutation.ts';

const CALL = ['test/functions/runtime/call-secrets.test.ts'];
const FORMS = ['test/functions/runtime/secret-forms.test.ts'];
const GRANTS = ['test/infra/grants/secret-caller-grants.test.ts'];
const APART = ['test/security/caller-secrets.test.ts'];
const MATRIX = ['test/security/policy-matrix.test.ts'];
const RATES = ['test/functions/tools/exchange-rate.test.ts'];
const SERVICE = ['test/infra/local/services/start-demo-services.test.ts'];

const SIGNATURE = 'export function callSecrets(parts: CallSecretsParts): (name: string) => Promise<string> {';

/** Who reads a secret, what becomes of it in a call, and to whom it is shown. */
export const SECRET_MUTATIONS = [
  ...mutationsOf('functions/runtime/read-secret.ts', CALL, [
    [
      'H2',
      'a secret is read with the loan',
      'new SecretsManagerClient({ credentials })',
      'new SecretsManagerClient({})',
    ],
    ['H2', 'the current value is the one that is read', "VersionStage: 'AWSCURRENT'", "VersionStage: 'AWSPREVIOUS'"],
  ]),
  ...mutationsOf('functions/runtime/call-secrets.ts', CALL, [
    [
      'H2',
      'a secret is kept for one call',
      `${SIGNATURE}\n  const values = new Map<string, Promise<string>>();`,
      `const values = new Map<string, Promise<string>>();\n${SIGNATURE}`,
    ],
    ['G5', 'what was read is known', '  known.add(value);\n', ''],
    ['H2', 'each caller has a secret of his own', 'secretId.replace(CALLER_PLACE, callerId)', 'secretId'],
  ]),
  ...mutationsOf('functions/runtime/frame-writer.ts', CALL, [
    ['G5', 'an answer that quotes a secret is withheld', 'if (secrets.quotedIn(line)) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('functions/runtime/seal-failure.ts', CALL, [
    [
      'G5',
      'the log of a failure holds no secret',
      'running.secrets.hide(hideCredentials(line, running.credentials))',
      'hideCredentials(line, running.credentials)',
    ],
  ]),
  ...mutationsOf(
    'functions/runtime/hide-credentials.ts',
    ['test/functions/runtime/lent-credentials.test.ts'],
    [['D5', 'the loan is found when it is encoded', 'secrets.flatMap(secretForms)', '[...secrets]']],
  ),
  ...mutationsOf('functions/runtime/guard-output.ts', CALL, [
    [
      'G5',
      'console lines of a tool pass the guard',
      'console[name] = (...said: unknown[]) => write(hide(format(...said)))',
      'void name, void write',
    ],
    ['G5', 'what a tool writes to its output passes the guard', '[hide(textOf(chunk)), ...rest]', '[chunk, ...rest]'],
    ['D4', 'the guard ends with its call', 'if (console[name] !== write) console[name] = write;', ''],
  ]),
  ...mutationsOf('functions/runtime/known-secrets.ts', FORMS, [
    ['D4', 'no secret is read after the call', 'if (!open) throw', 'if (false) throw'],
    ['G5', 'a secret is long enough to be told from other text', 'value.length < SHORTEST_SECRET', 'false'],
  ]),
  ...mutationsOf('functions/runtime/secret-forms.ts', FORMS, [
    ['G5', 'halves are found', '[text, ...halvesOf(text), ', '[text, '],
    ['G5', 'lines are found', ", ...text.split('\\n')]", ']'],
    ['G5', 'strings inside JSON are found', '[value, ...stringsIn(readJson(value))]', '[value]'],
    ['G5', 'text escaped for JSON is found', '    JSON.stringify(text).slice(1, -1),\n', ''],
    ['G5', 'base64 is found', '    ...base64Forms(bytes),\n', ''],
    ['G5', 'base64 is found behind other text', '[0, 1, 2].flatMap', '[0].flatMap'],
    ['G5', 'hex is found', '    hex,\n', ''],
    ['G5', 'upper-case hex is found', '    hex.toUpperCase(),\n', ''],
    ['G5', 'percent codes are found', '    percent,\n', ''],
    ['G5', 'needless percent codes are found', "    hex.replaceAll(/../g, '%$&'),\n", ''],
  ]),
  ...mutationsOf('infra/grants/secret-caller-grants.ts', APART, [
    ['H2', 'a caller’s secret has a caller’s name', '`${prefix}/${CALLER_VARIABLE}${END}`', '`${prefix}/*`'],
    [
      'H2',
      'a caller’s secret has a caller’s tag',
      'conditions: { StringEquals: { [`aws:ResourceTag/${SessionTag.caller}`]: CALLER_VARIABLE } },',
      '',
    ],
  ]),
  ...mutationsOf('infra/grants/secret-caller-grants.ts', GRANTS, [
    ['H2', 'six characters stand for the end, no more', "const END = '-??????';", "const END = '-*';"],
    ['D1', 'a secret is named without wildcards', '/[*?$]/.test(secretArn)', 'false'],
    ['C6', 'a prefix is named without wildcards', 'if (!PREFIX.test(prefix))', 'if (false)'],
    ['H2', 'a grant goes to a tool', '    requireTool(tool, WHAT);\n', ''],
  ]),
  ...mutationsOf('infra/grants/secret-caller-grants.ts', MATRIX, [
    ['H2', 'the secret itself denies all others', '    admit?.(tool);\n', ''],
    ['H2', 'reading is all a tool may do', "['secretsmanager:GetSecretValue']", "['secretsmanager:*']"],
  ]),
  ...mutationsOf('infra/grants/secret-readers.ts', MATRIX, [
    ['H2', 'nobody else reads, whatever his rights', 'effect: iam.Effect.DENY', 'effect: iam.Effect.ALLOW'],
  ]),
  ...mutationsOf('shared/secret-variable.ts', GRANTS, [
    ['H1', 'secrets have plain names', 'if (SECRET_NAME.test(name)) return', 'return'],
  ]),
  ...mutationsOf('functions/tools/ask-service.ts', RATES, [
    ['H2', 'a key travels encrypted', '  requireSafe(url);\n', ''],
    ['H2', 'a key follows no redirect', "redirect: 'error'", "redirect: 'follow'"],
    ['D6', 'a service has three seconds', 'AbortSignal.timeout(PATIENCE_MS)', 'AbortSignal.timeout(60_000)'],
    ['F4', 'a service has a size', 'if (bytes > MAX_BYTES) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('functions/tools/exchange-rate.ts', RATES, [
    ['A10', 'a refused key is no business of the model', 'status === 401 || status === 403', 'false'],
    ['F3', 'the service answers what was asked', 'answer.data.from !== from || answer.data.to !== to', 'false'],
  ]),
  ...mutationsOf('infra/local/services/rates.ts', SERVICE, [
    ['H2', 'the local service wants its key', "headers['x-api-key'] !== apiKey", 'false'],
  ]),
  ...mutationsOf('infra/local/services/start-demo-services.ts', SERVICE, [
    [
      'H2',
      'a secret without value opens nothing',
      'return key === undefined ? CLOSED : rates(request, key)',
      "return rates(request, key ?? '')",
    ],
    ['A5', 'pages of browsers are refused', 'if (foreign !== undefined) return', 'if (false) return'],
  ]),
];
