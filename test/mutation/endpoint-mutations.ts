import { mutationsOf } from './mutation.ts';

const GATEWAY = ['test/infra/gateway/mcp-gateway.test.ts'];
const API = ['test/infra/gateway/rest-api.test.ts'];
const POOL = ['test/infra/identity/mcp-user-pool.test.ts'];

/** The constructs of the endpoint and of who is calling. */
export const ENDPOINT_MUTATIONS = [
  ...mutationsOf('infra/gateway/request-authorizer.ts', GATEWAY, [
    [
      'B7',
      'no verdict of the authorizer is kept',
      'identitySources: [],\n      resultsCacheTtl: Duration.seconds(0)',
      "identitySources: [apigateway.IdentitySource.header('Authorization')],\n      resultsCacheTtl: Duration.seconds(300)",
    ],
    [
      'I1',
      'a request without a token reaches the authorizer',
      'identitySources: []',
      "identitySources: [apigateway.IdentitySource.header('Authorization')]",
    ],
  ]),
  ...mutationsOf(
    'infra/gateway/request-authorizer.ts',
    ['test/infra/gateway/request-authorizer.test.ts'],
    [
      ['B6', 'the bound on a token’s life reaches the authorizer', 'String(props.maxTokenLife.toSeconds())', "'86400'"],
      ['B1', 'the clients that may call reach the authorizer', "identity.clientIds().join(',')", "''"],
    ],
  ),
  ...mutationsOf('infra/gateway/mcp-gateway.ts', GATEWAY, [
    [
      'A8',
      'every method of the endpoint has the authorizer',
      '      authorizer,\n      authorizationType: apigateway.AuthorizationType.CUSTOM,\n',
      "      ...(method === 'GET'\n        ? { authorizationType: apigateway.AuthorizationType.NONE }\n        : { authorizer, authorizationType: apigateway.AuthorizationType.CUSTOM }),\n",
    ],
    [
      'C5',
      'the test button of the console cannot reach the gateway',
      'allowTestInvoke: false',
      'allowTestInvoke: true',
    ],
    ['C1', 'a gateway nobody may call does not synthesise', 'if (clients.length === 0 &&', 'if (false &&'],
    ['D6', 'no tool outlives its call', 'tool.timeout.toSeconds() > longest', 'false'],
  ]),
  ...mutationsOf(
    'infra/gateway/mcp-gateway.ts',
    ['test/infra/gateway/request-authorizer.test.ts'],
    [
      [
        'B6',
        'tokens live five minutes at most by default',
        'props.maxTokenLife ?? Duration.minutes(5)',
        'props.maxTokenLife ?? Duration.hours(1)',
      ],
    ],
  ),
  ...mutationsOf('infra/gateway/tool-list.ts', GATEWAY, [
    [
      'F1',
      'a contract is checked again when it is added',
      'const { name } = defineTool(contract);',
      'const { name } = contract;',
    ],
    [
      'E9',
      'two tools of one name do not synthesise',
      'if (this.contracts.some((other) => other.name === name))',
      'if (false)',
    ],
    [
      'C6',
      'a first sign-in asks for scopes that exist',
      '.filter((scope) => !known.includes(scope))',
      '.filter(() => false)',
    ],
  ]),
  ...mutationsOf(
    'infra/gateway/tool-list.ts',
    ['test/infra/gateway/tool-list.test.ts'],
    [
      [
        'C6',
        'a first sign-in asks for reading only',
        "this.contracts.filter(({ effect }) => effect === 'read')",
        'this.contracts',
      ],
      [
        'A9',
        'the contract file has a fixed order',
        'tools: this.sorted().map((contract)',
        'tools: this.contracts.map((contract)',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/gateway/gateway-function.ts',
    ['test/infra/gateway/gateway-function.test.ts'],
    [
      [
        'C4',
        'the gateway cannot invoke tools of another gateway',
        'effect: iam.Effect.DENY',
        'effect: iam.Effect.ALLOW',
      ],
      ['C4', 'the gateway invokes its own tools only', "resources: [named('*')]", "resources: ['*']"],
      ['C4', 'the gateway borrows its own roles only', '`${callerRolePrefix(Stack.of(this), gatewayName)}*`', "'*'"],
    ],
  ),
  ...mutationsOf('infra/gateway/gateway-function.ts', GATEWAY, [
    ['A5', 'an allowed origin is one host', '/^https:\\/\\/[a-z0-9.-]+(:\\d+)?$/.test(origin)', 'true'],
  ]),
  ...mutationsOf('infra/gateway/custom-domain.ts', API, [
    [
      'A1',
      'old TLS is refused',
      'apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09',
      'apigateway.SecurityPolicy.TLS_1_0',
    ],
    [
      'A1',
      'the name in the handshake is the Host',
      'apigateway.EndpointAccessMode.STRICT',
      'apigateway.EndpointAccessMode.BASIC',
    ],
  ]),
  ...mutationsOf('infra/gateway/rest-api.ts', API, [
    ['D6', 'throttles stand under the names of methods', '`${path}/${method}`,', "'/*/*',"],
    ['B8', 'API Gateway logs no request or answer', 'dataTraceEnabled: false', 'dataTraceEnabled: true'],
    ['A9', 'API Gateway keeps no answer', 'cachingEnabled: false', 'cachingEnabled: true'],
  ]),
  ...mutationsOf('infra/gateway/access-log.ts', API, [
    [
      'B8',
      'the access log holds no query and no header',
      "path: '$context.path',",
      "path: '$context.path',\n  token: '$context.authorizer.token',",
    ],
    [
      'I1',
      'the access log names the request',
      "requestId: '$context.requestId',",
      "requestId: '$context.extendedRequestId',",
    ],
  ]),
  ...mutationsOf(
    'infra/gateway/challenge-responses.ts',
    ['test/infra/gateway/challenge-responses.test.ts'],
    [
      ['B3', 'a 401 tells where to sign in', "responseHeaders: { 'WWW-Authenticate': challenge },", ''],
      [
        'B3',
        'a 403 tells which scopes are needed',
        "responseHeaders: { 'WWW-Authenticate': 'context.authorizer.challenge' },",
        '',
      ],
      [
        'A10',
        'API Gateway’s own texts stay inside',
        "DEFAULT_5XX, undefined, 'failed'",
        "DEFAULT_5XX, undefined, '$context.error.messageString'",
      ],
    ],
  ),
  ...mutationsOf(
    'infra/gateway/resource-metadata.ts',
    ['test/infra/gateway/resource-metadata.test.ts'],
    [
      [
        'B4',
        'the metadata names the endpoint the token check knows',
        'resource: endpointUrl,',
        'resource: `${endpointUrl}/`,',
      ],
      [
        'A7',
        'tokens come in headers only',
        "bearer_methods_supported: ['header']",
        "bearer_methods_supported: ['header', 'query']",
      ],
    ],
  ),
  ...mutationsOf('infra/identity/mcp-client.ts', POOL, [
    ['B6', 'tokens can be revoked', 'enableTokenRevocation: true', 'enableTokenRevocation: false'],
    ['B1', 'people sign in by code alone', "allowedOAuthFlows: ['code']", "allowedOAuthFlows: ['code', 'implicit']"],
    ['B1', 'refresh tokens are replaced at each use', "feature: 'ENABLED'", "feature: 'DISABLED'"],
    ['B13', 'a machine has a secret', 'generateSecret: true', 'generateSecret: false'],
    ['C6', 'a client may ask for the scopes it was given', 'this.wanted?.includes(name) ?? true', 'true'],
    ['C6', 'a client asks for scopes that exist', '.filter((name) => !known.includes(name))', '.filter(() => false)'],
  ]),
  ...mutationsOf('shared/sign-in-client.ts', POOL, [
    ['B6', 'access tokens live five minutes', 'accessTokenMinutes: 5', 'accessTokenMinutes: 60'],
  ]),
  ...mutationsOf('infra/identity/mcp-user-pool.ts', POOL, [
    ['B1', 'nobody signs up alone', 'selfSignUpEnabled: false', 'selfSignUpEnabled: true'],
    ['B1', 'passwords are long', 'minLength: 14', 'minLength: 8'],
  ]),
  ...mutationsOf('infra/identity/user-pool-source.ts', POOL, [
    ['B11', 'callback URLs are checked', 'for (const url of callbackUrls) checkCallbackUrl(this.node.path, url);', ''],
    ['B13', 'machines are no clients of people', "return this.ofKind('person').map(", 'return this.clients.map('],
    ['B13', 'a machine has scopes by name', 'if (scopes.length === 0)', 'if (false)'],
  ]),
  ...mutationsOf(
    'infra/identity/callback-url.ts',
    ['test/infra/identity/callback-url.test.ts'],
    [
      ['B11', 'codes are not sent in the clear', 'http:\\/\\/(localhost|', 'http:\\/\\/([a-z.]+|'],
      ['B11', 'a callback is exact', '[^*#\\s/?]+|http', '[^#\\s/?]+|http'],
    ],
  ),
  ...mutationsOf(
    'infra/identity/external-issuer.ts',
    ['test/infra/identity/external-issuer.test.ts'],
    [
      ['B2', 'issuer and keys are behind https', "url.startsWith('https://')", "url.startsWith('http')"],
      ['B1', 'a client id is one id', '!/^[^\\s,]+$/.test(name)', 'false'],
      [
        'B1',
        'something ties tokens to the endpoint',
        "audienceRule === 'client-and-scope' || machineClientIds.length > 0",
        'machineClientIds.length > 0',
      ],
      ['B13', 'something ties tokens of machines to the endpoint', ' || machineClientIds.length > 0', ''],
    ],
  ),
];
