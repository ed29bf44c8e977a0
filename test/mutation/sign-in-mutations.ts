import { mutationsOf } from './mutation.ts';

const AUTHORIZER = ['test/infra/gateway/request-authorizer.test.ts'];
const DOMAIN = ['test/infra/gateway/custom-domain.test.ts'];
const FACADE = ['test/infra/sign-in/sign-in-facade.test.ts'];
const METADATA = ['test/infra/sign-in/server-metadata.test.ts'];
const PROPS = ['test/infra/identity/facade-props.test.ts'];
const ROUTES = ['test/infra/sign-in/facade-routes.test.ts'];

/** The constructs of the sign-in: the facade in front of the pool, who may come in through it, and what it can do. */
export const SIGN_IN_MUTATIONS = [
  ...mutationsOf('infra/sign-in/sign-in-facade.ts', FACADE, [
    [
      'C4',
      'a facade that admits nobody has no right over the pool',
      'if (admitsClients(props.source)) this.mayAdmitClients',
      'this.mayAdmitClients',
    ],
    ['C4', 'the facade reaches its own pool only', 'resources: [userPool.userPoolArn]', "resources: ['*']"],
    [
      'B11',
      'a quota bounds the clients that are admitted',
      'admitsClients(source) ? source.maxAdmittedClients : 0',
      '900',
    ],
    [
      'D6',
      'a request to the facade ends',
      'const TIMEOUT = Duration.seconds(15)',
      'const TIMEOUT = Duration.seconds(29)',
    ],
    ['B11', 'registration is off unless the pool says so', "source.registration ? 'on' : 'off'", "'on'"],
  ]),
  ...mutationsOf('infra/gateway/open-routes.ts', ROUTES, [
    ['C5', 'the test button of the console cannot start the facade', 'allowTestInvoke: false', 'allowTestInvoke: true'],
  ]),
  ...mutationsOf('infra/sign-in/facade-routes.ts', ROUTES, [
    [
      'B11',
      'there is no door for registration unless the pool says so',
      'registration ? [...ROUTES, REGISTRATION] : ROUTES',
      '[...ROUTES, REGISTRATION]',
    ],
    ['D6', 'registration has a limit', '  rate: 1,\n  burst: 5,', '  rate: 0,\n  burst: 0,'],
  ]),
  ...mutationsOf('infra/sign-in/server-metadata.ts', METADATA, [
    ['B5', 'PKCE is demanded with S256 alone', "supported: ['S256']", "supported: ['S256', 'plain']"],
    [
      'B5',
      'clients are told who answers (RFC 9207)',
      'iss_parameter_supported: true',
      'iss_parameter_supported: false',
    ],
    [
      'B1',
      'no token is sent to a browser',
      "response_types_supported: ['code']",
      "response_types_supported: ['code', 'token']",
    ],
    [
      'B13',
      'client credentials are offered where machines are',
      "...(props.machineClients ? ['client_credentials'] : [])",
      "'client_credentials'",
    ],
    [
      'B11',
      'documents are offered where they are read',
      '...(props.clientDocuments && { client_id_metadata_document_supported: true })',
      'client_id_metadata_document_supported: true',
    ],
  ]),
  ...mutationsOf('infra/identity/facade-props.ts', PROPS, [
    ['F9', 'documents come from plain host names', 'HOST.test(host) &&', 'true &&'],
    ['F9', 'documents come from no address', '&& !IP_ADDRESS.test(host)', ''],
    ['B11', 'a quota is a number that Cognito holds', 'value <= MAX_CLIENTS', 'true'],
    ['B11', 'nobody is let in by a facade that is not there', 'if (props.facade === false &&', 'if (false &&'],
  ]),
  ...mutationsOf(
    'infra/identity/imported-user-pool.ts',
    ['test/infra/identity/imported-user-pool.test.ts'],
    [['B11', 'people sign in behind https', '/^https:\\/\\/[a-z0-9.-]+$/.test(url)', 'true']],
  ),
  ...mutationsOf(
    'infra/identity/mcp-user-pool.ts',
    ['test/infra/identity/mcp-user-pool.test.ts'],
    [
      [
        'B1',
        'the plan Plus blocks risky sign-ins',
        'StandardThreatProtectionMode.FULL_FUNCTION',
        'StandardThreatProtectionMode.AUDIT_ONLY',
      ],
      ['B1', 'the plan binds audiences', 'if (featurePlan === cognito.FeaturePlan.LITE)', 'if (false)'],
    ],
  ),
  ...mutationsOf(
    'infra/identity/mcp-client.ts',
    ['test/infra/identity/mcp-user-pool.test.ts'],
    [
      ['B11', 'without a facade no code goes to one', 'this.throughFacade ?', 'true ?'],
      [
        'B11',
        'with a facade no code goes past it',
        '? this.servers.map((server) => server.facadeCallback)',
        '? [...this.callbackUrls, ...this.servers.map((server) => server.facadeCallback)]',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/identity/presets/entra.ts',
    ['test/infra/identity/presets/entra.test.ts'],
    [['B2', 'one tenant is the issuer', 'if (!/^[0-9a-f]', 'if (false && !/^[0-9a-f]']],
  ),
  ...mutationsOf(
    'infra/identity/presets/keycloak.ts',
    ['test/infra/identity/presets/keycloak.test.ts'],
    [
      [
        'B1',
        'an ID token is no access token',
        "accessToken: { claim: 'typ', value: 'Bearer' }",
        "accessToken: { claim: 'typ' }",
      ],
    ],
  ),
  ...mutationsOf('infra/gateway/custom-domain.ts', DOMAIN, [
    ['A1', 'the endpoint has one address', 'disableExecuteApiEndpoint: true', 'disableExecuteApiEndpoint: false'],
    ['A1', 'a domain refuses old TLS', 'endpointType, ...TLS }', 'endpointType }'],
    ['B4', 'a domain name is a host', '!HOST.test(domainName)', 'false'],
    [
      'A1',
      'a domain comes with its certificate',
      'if (domainName === undefined || certificate === undefined) {',
      'if (false) {',
    ],
  ]),
  ...mutationsOf('infra/gateway/request-authorizer.ts', AUTHORIZER, [
    ['B7', 'the authorizer may ask who was stopped', 'props.state.grantReadStops(this.role);', ''],
    ['B13', 'the authorizer knows machines from people', "identity.machineClientIds().join(',')", "''"],
  ]),
  ...mutationsOf(
    'infra/gateway/mcp-gateway.ts',
    ['test/infra/gateway/mcp-gateway.test.ts'],
    [
      [
        'B7',
        'what is lent can be ended',
        'boundary: loanBoundary.policy',
        'boundary: new LoanBoundary(this, `${id}Loans`, { gatewayName }).policy',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/gateway/tool-list.ts',
    ['test/infra/gateway/tool-list.test.ts', 'test/infra/gateway/mcp-gateway.test.ts'],
    [
      [
        'C6',
        'a first sign-in asks for all only when the team says so',
        "firstChallenge = 'baseline'",
        "firstChallenge = 'all'",
      ],
      ['C6', 'all scopes and some do not go together', "if (firstChallenge === 'all' && baselineScopes)", 'if (false)'],
    ],
  ),
];
