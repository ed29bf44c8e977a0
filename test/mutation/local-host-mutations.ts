import { mutationsOf } from './mutation.ts';

const GATE = ['test/infra/local/api/authorize-request.test.ts'];
const SERVER = ['test/infra/local/api/start-rest-api.test.ts'];
const READER = ['test/infra/local/api/read-api.test.ts'];
const DOMAIN = ['test/infra/local/api/custom-domain.test.ts'];
const FENCE = ['test/infra/local/lambda/fenced-command.test.ts'];
const HOST = ['test/infra/local/lambda/start-lambda-host.test.ts'];
const ENVIRONMENT = ['test/infra/local/lambda/execution-environment.test.ts'];
const SETTINGS = ['test/infra/local/lambda/function-settings.test.ts'];
const LOOPBACK = ['test/infra/local/loopback-only.test.ts'];

/** Where local mode is API Gateway and Lambda. */
export const LOCAL_HOST_MUTATIONS = [
  ...mutationsOf('infra/local/api/authorize-request.ts', GATE, [
    ['A8', 'a request passes only if the policy allows it', "if (verdict !== 'allow') throw", 'if (false) throw'],
    ['A8', 'an absent identity source is a 401', 'if (!value)', 'if (false)'],
    ['C5', 'the authorizer lets API Gateway in', 'if (target.refusal !== undefined)', 'if (false)'],
    [
      'A10',
      'only one word of the authorizer means 401',
      "answer.by === 'function' && answer.errorMessage === UNAUTHORIZED",
      'true',
    ],
  ]),
  ...mutationsOf('infra/local/api/authorizer-answer.ts', GATE, [
    ['C1', 'a deny of the authorizer wins', "if (effects.includes('Deny')) return 'deny';", ''],
    ['C1', 'a policy with a condition is not taken', 'const Statement = z.strictObject', 'const Statement = z.object'],
    [
      'C5',
      'a policy opens the resource it names',
      'Resource.some((pattern) => matchesPattern(pattern, methodArn))',
      'true',
    ],
  ]),
  ...mutationsOf('infra/local/api/read-authorizer.ts', READER, [
    [
      'B7',
      'a cached verdict stops local mode',
      "z.literal(0, { error: 'must be 0: a cached verdict outlives a revocation' })",
      'z.number()',
    ],
  ]),
  ...mutationsOf('infra/local/api/read-method.ts', READER, [
    ['A8', 'a way of authorization nobody knows stops local mode', "z.enum(['NONE', 'CUSTOM'])", 'z.string()'],
    ['A8', 'an authorizer that is not there stops local mode', 'if (!authorizer) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('infra/local/api/read-api.ts', READER, [
    ['C1', 'a property nobody knows stops local mode', 'const RestApi = z.strictObject', 'const RestApi = z.object'],
  ]),
  ...mutationsOf('infra/local/api/read-api.ts', DOMAIN, [
    [
      'C1',
      'an API without an address stops local mode',
      'if (executeApiDisabled && !customDomain) throw',
      'if (false) throw',
    ],
  ]),
  ...mutationsOf('infra/local/api/read-custom-domain.ts', DOMAIN, [
    ['C1', 'a path with two meanings stops local mode', "if (first === stage || first?.startsWith('{'))", 'if (false)'],
    ['C1', 'a mapping to another stage stops local mode', 'if (target.Stage !== stage) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('infra/local/api/start-rest-api.ts', DOMAIN, [
    [
      'A1',
      'an address that is switched off answers nothing',
      "if (isSwitchedOff(api, request.url ?? '')) return",
      'if (false) return',
    ],
  ]),
  ...mutationsOf(
    'infra/local/api/remapped-headers.ts',
    ['test/infra/local/api/buffered-integration.test.ts'],
    [['B3', 'a function’s challenge is renamed as on AWS', "  'www-authenticate',\n", '']],
  ),
  ...mutationsOf('infra/local/api/check-host.ts', SERVER, [
    ['A5', 'a foreign Host is refused', '(host === `127.0.0.1:${port}` || host === `localhost:${port}`)', 'true'],
    ['A5', 'a second Host is refused', 'others.length === 0 &&', 'others.length >= 0 &&'],
    ['A5', 'a target that names a host is refused', "(url ?? '').startsWith('/')", 'true'],
  ]),
  ...mutationsOf('infra/local/api/handle-request.ts', SERVER, [
    ['D6', 'a method is throttled', 'buckets.get(found.method)?.take() === false', 'false'],
  ]),
  ...mutationsOf(
    'infra/local/api/handle-request.ts',
    ['test/infra/local/api/buffered-integration.test.ts'],
    [['C5', 'the function lets API Gateway in', 'if (target.refusal !== undefined)', 'if (false)']],
  ),
  ...mutationsOf('infra/local/api/unsendable-header.ts', GATE, [
    ['B3', 'a challenge cannot start a header of its own', '      validateHeaderValue(name, value);\n', ''],
  ]),
  ...mutationsOf('infra/local/lambda/admit-invocation.ts', HOST, [
    ['D3', 'a function of tenants is not run without one', 'if (perTenant && tenantId === undefined)', 'if (false)'],
    ['D3', 'a tenant is not named where there are none', 'if (!perTenant && tenantId !== undefined)', 'if (false)'],
    ['D3', 'a tenant id has a form', 'tenantId !== undefined && !TENANT_ID.test(tenantId)', 'false'],
    ['A3', 'a payload has a size', 'if (payload.byteLength > PAYLOAD_LIMIT_BYTES)', 'if (false)'],
  ]),
  ...mutationsOf('infra/local/lambda/environment-pool.ts', HOST, [
    [
      'D3',
      'tenants do not share a process',
      'JSON.stringify([settings.functionName, tenantId ?? null])',
      'JSON.stringify([settings.functionName])',
    ],
  ]),
  ...mutationsOf('infra/local/lambda/environment-pool.ts', ENVIRONMENT, [
    ['D6', 'reserved concurrency is kept', 'return running.length < reservedConcurrency', 'return true'],
    [
      'D5',
      'a process older than its credentials is replaced',
      'this.#input.now() - place.startedAt < this.#input.limits.maxAgeMs',
      'true',
    ],
  ]),
  ...mutationsOf('infra/local/lambda/fenced-command.ts', FENCE, [
    ['D1', 'a tool’s process is fenced', "    '--permission',\n", ''],
    ['D4', 'a tool writes into its own folder only', '`--allow-fs-write=${temporaryFolder}`', "'--allow-fs-write=*'"],
  ]),
  ...mutationsOf('infra/local/lambda/fenced-command.ts', ENVIRONMENT, [
    [
      'D6',
      'a process has a memory',
      '`--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`',
      "'--max-old-space-size=4096'",
    ],
  ]),
  ...mutationsOf('infra/local/lambda/runtime-api.ts', FENCE, [
    ['D1', 'a Runtime API serves who has its key', 'if (!holdsKey(request, key)) return', 'if (false) return'],
  ]),
  ...mutationsOf('infra/local/lambda/environment-variables.ts', FENCE, [
    [
      'D1',
      'nothing of the developer’s environment reaches a tool',
      '    ...replaceable(),',
      '    ...replaceable(),\n    ...(process.env as Record<string, string>),',
    ],
  ]),
  ...mutationsOf('infra/local/lambda/refuse-reserved-variables.ts', SETTINGS, [
    ['D1', 'a template cannot set what Lambda sets', 'if (RESERVED.test(name)) throw', 'if (false) throw'],
    ['D1', 'a template cannot open the fence', "name === 'NODE_OPTIONS' && !KNOWN_NODE_OPTIONS.test(value)", 'false'],
  ]),
  ...mutationsOf('infra/local/lambda/function-settings.ts', SETTINGS, [
    [
      'C1',
      'a property nobody knows stops local mode',
      'const Properties = z.strictObject',
      'const Properties = z.object',
    ],
  ]),
  ...mutationsOf('infra/local/api/start-rest-api.ts', LOOPBACK, [
    [
      'A12',
      'the API listens on loopback alone',
      'server.listen(options.port, LOOPBACK)',
      'server.listen(options.port)',
    ],
  ]),
  ...mutationsOf('infra/local/lambda/runtime-api.ts', LOOPBACK, [
    ['A12', 'a Runtime API listens on loopback alone', "server.listen(0, '127.0.0.1')", 'server.listen(0)'],
  ]),
  ...mutationsOf(
    'infra/local/api/lambda-target.ts',
    ['test/infra/local/api/buffered-integration.test.ts'],
    [
      [
        'C5',
        'a permission names the API it is for',
        "typeof SourceArn === 'string' &&\n      matchesPattern(SourceArn, source) &&",
        '',
      ],
    ],
  ),
  ...mutationsOf('infra/local/api/throttle.ts', SERVER, [['D6', 'a bucket empties', 'this.tokens -= 1;', '']]),
  ...mutationsOf('infra/local/api/read-body.ts', SERVER, [
    [
      'A3',
      'a declared length is believed',
      "if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw",
      'if (false) throw',
    ],
    ['A3', 'an undeclared length is counted', 'if (length > MAX_BODY_BYTES) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('infra/local/lambda/receive-response.ts', HOST, [
    ['F4', 'a response has a size', 'if (size > PAYLOAD_LIMIT_BYTES) {', 'if (false) {'],
  ]),
  ...mutationsOf('infra/local/lambda/execution-environment.ts', ENVIRONMENT, [
    ['D6', 'a function ends at its timeout', 'await next(settings.timeoutSeconds * 1000)', 'await next(600_000)'],
    ['D4', 'the folder of a process is deleted', 'await rm(temporaryFolder, { recursive: true, force: true });', ''],
  ]),
  ...mutationsOf('infra/local/lambda/function-process.ts', FENCE, [
    ['D1', 'a process inherits no environment', '    env: variables,', '    env: { ...process.env, ...variables },'],
  ]),
];
