import { mutationsOf } from './mutation.ts';

const ISSUER = ['test/infra/local/issuer/start-issuer.test.ts'];
const COGNITO = ['test/infra/local/aws/cognito-service.test.ts'];
const LOOPBACK = ['test/infra/local/loopback-only.test.ts'];

/** Where local mode is the issuer, and where it reads the template. */
export const LOCAL_ISSUER_MUTATIONS = [
  ...mutationsOf('infra/local/issuer/provider-configuration.ts', ISSUER, [
    ['B11', 'PKCE is needed', 'pkce: { required: () => true }', 'pkce: { required: () => false }'],
    ['B1', 'refresh tokens are replaced at each use', 'rotateRefreshToken: true', 'rotateRefreshToken: false'],
    ['B11', 'nobody registers a client', 'registration: { enabled: false }', 'registration: { enabled: true }'],
    ['B11', 'cookies are kept from scripts', 'short: { httpOnly: true,', 'short: { httpOnly: false,'],
  ]),
  ...mutationsOf('infra/local/issuer/sign-in.ts', ISSUER, [
    [
      'B11',
      'the form of another site is refused',
      'if (!comesFromThisPage(request, origin)) return',
      'if (false) return',
    ],
    ['B11', 'a form has a size', 'if (size > FORM_BYTES) return', 'if (false) return'],
  ]),
  ...mutationsOf('infra/local/issuer/sign-in.ts', COGNITO, [
    [
      'B11',
      'a client without branding has no page, as on AWS',
      "(typeof clientId === 'string' && clients.hasSignInPage(clientId))",
      'true',
    ],
  ]),
  ...mutationsOf('infra/local/issuer/sign-in-page.ts', ISSUER, [
    [
      'B11',
      'the form of a client leads to its own callback',
      'return target === undefined ? [] : [target];',
      'return undefined;',
    ],
  ]),
  ...mutationsOf('infra/local/issuer/user-pool-admin.ts', COGNITO, [
    ['B7', 'a sign-out ends what can be refreshed', 'tokens.forget(({ accountId }) => accountId === subject);', ''],
    ['B7', 'a deleted client is gone', 'return clients.remove(id);', 'return true;'],
  ]),
  ...mutationsOf('infra/local/aws/cognito-service.ts', COGNITO, [
    [
      'D1',
      'who changes the pool needs the permission',
      'access.require(request, { action: `cognito-idp:${name}`, resource });',
      'void { access, request, resource };',
    ],
    ['C1', 'another pool is unknown', 'if (UserPoolId !== userPool.pool.id) throw', 'if (false) throw'],
    ['C6', 'a scope nobody knows is refused', 'if (unknown !== undefined) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('infra/local/aws/cognito-input.ts', COGNITO, [
    [
      'B11',
      'a callback is not in the clear',
      "return protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);",
      'void hostname;\n  return protocol !== "";',
    ],
    ['C1', 'a client has only parameters that are known', '    .strict()\n', ''],
  ]),
  ...mutationsOf('infra/local/issuer/page.ts', ISSUER, [
    ['B11', 'a page cannot be framed', '      "frame-ancestors \'none\'",\n', ''],
  ]),
  ...mutationsOf('infra/local/issuer/issuer-routes.ts', ISSUER, [
    [
      'A5',
      'the issuer serves its own Host only',
      'if (`http://${request.headers.host}` !== parts.url) return',
      'if (false) return',
    ],
  ]),
  ...mutationsOf('infra/local/issuer/scope-request.ts', ISSUER, [
    ['C6', 'a scope the client may not have is refused', 'if (refused !== undefined) throw', 'if (false) throw'],
    [
      'B1',
      'a resource the pool does not know is refused',
      'if (!server && resource !== NO_RESOURCE) throw',
      'if (false) throw',
    ],
  ]),
  ...mutationsOf(
    'infra/local/issuer/user-info.ts',
    ['test/infra/local/issuer/user-info.test.ts'],
    [['B1', 'user info refuses an ID token', "claims?.token_use !== 'access' || !claims.scope", '!claims?.scope']],
  ),
  ...mutationsOf('infra/local/issuer/start-issuer.ts', LOOPBACK, [
    ['A12', 'the issuer listens on loopback alone', "server.listen(port, '127.0.0.1')", 'server.listen(port)'],
  ]),
  ...mutationsOf(
    'infra/local/template/resolve-template.ts',
    ['test/infra/local/template/resolve-template.test.ts'],
    [
      [
        'C1',
        'a condition of the template stops local mode',
        'if (condition !== METADATA_CONDITION) throw',
        'if (false) throw',
      ],
      [
        'C1',
        'a resource under a condition stops local mode',
        'if (Condition !== undefined && Type !== METADATA_TYPE)',
        'if (false)',
      ],
    ],
  ),

  ...mutationsOf('infra/local/issuer/token-store.ts', ISSUER, [
    ['B1', 'what expired is gone', 'if (entry.expires > this.#now()) return entry.payload;', 'return entry.payload;'],
    ['B11', 'a code serves once', 'if (payload) payload.consumed =', 'if (false && payload) payload.consumed ='],
  ]),
  ...mutationsOf(
    'infra/local/template/intrinsics.ts',
    ['test/infra/local/template/intrinsics.test.ts', 'test/infra/local/template/resolve-template.test.ts'],
    [
      [
        'C1',
        'a function of the template nobody knows stops local mode',
        'if (!intrinsic) throw new UnknownInTemplate(`the intrinsic function ${key}`, at);',
        'if (!intrinsic) return null;',
      ],
    ],
  ),
  ...mutationsOf(
    'infra/local/template/addresses.ts',
    ['test/infra/local/template/resolve-template.test.ts'],
    [
      ['A5', 'a name that ends like the domain is not it', '(?<![\\w.@-])', ''],
      ['A5', 'a name that begins like the domain is not it', '(?![\\w-]|\\.\\w)', ''],
    ],
  ),
  ...mutationsOf(
    'infra/local/template/template-references.ts',
    ['test/infra/local/template/resolve-template.test.ts'],
    [
      [
        'C1',
        'an attribute nobody knows stops local mode',
        'if (!read) throw new UnknownInTemplate(`the attribute ${attribute} of ${type}`, at);',
        "if (!read) return '';",
      ],
    ],
  ),
  ...mutationsOf(
    'infra/dev-state.ts',
    ['test/infra/dev-state.test.ts'],
    [['H1', 'the secrets of a run are for its user only', '{ mode: 0o600, flag', '{ mode: 0o644, flag']],
  ),
];
