import { mutationsOf } from './mutation.ts';

const READ = ['test/infra/tool/read-downstream.test.ts'];
const LIST = ['test/infra/tool/tool-downstreams.test.ts'];
const CLIENT = ['test/infra/delegation/client-credential.test.ts'];
const KEY = ['test/infra/delegation/gateway-delegation.test.ts'];
const TOOL = ['test/functions/tools/customer-profile.test.ts'];
const ISSUER = ['test/infra/local/services/profiles-issuer.test.ts'];
const SERVICE = ['test/infra/local/services/profiles.test.ts'];

/** Who may say for whom a tool acts outside AWS, and what the services of local mode take. */
export const DOWNSTREAM_MUTATIONS = [
  ...mutationsOf('infra/tool/read-downstream.ts', READ, [
    [
      'B8',
      'the caller’s token goes to its own issuer alone',
      ' || issuer === callersIssuer) return',
      ' || issuer) return',
    ],
    [
      'B8',
      'an assertion speaks for the caller where nothing is said',
      "(grant === 'token-exchange' ? 'assertion' : 'caller-token')",
      "'caller-token'",
    ],
    ['B9', 'an issuer has TLS', "protocol === 'https:' && ", ''],
    ['B9', 'an issuer has no query', String.raw`!URL.canParse(text) || /[?#\s]/.test(text)`, '!URL.canParse(text)'],
    ['B9', 'scopes have no wildcard', String.raw`\x23-\x29\x2b-\x5b`, String.raw`\x23-\x5b`],
    ['B9', 'all scopes at once are no scope', ' || ALL_OF_THEM.test(scope)', ''],
    ['B9', 'some scope is named', 'if (scopes.length === 0) return', 'if (false) return'],
    ['B9', 'a token is lent for 15 minutes at most', ' || maxLifeSeconds > LONGEST.toSeconds()', ''],
    ['B9', 'on-behalf-of shows no assertion', "if (grant === 'on-behalf-of' && subject === 'assertion')", 'if (false)'],
    ['B9', 'the token says who acts where nothing is said', "(subject === 'assertion' ? 'act' : 'client')", "'client'"],
  ]),
  ...mutationsOf('infra/tool/tool-downstreams.ts', LIST, [
    ['B9', 'no downstream comes after the contract', 'if (this.settled) throw', 'if (false) throw'],
    ['B9', 'a downstream is named once', 'if (this.list.some((each) => each.name === name)) throw', 'if (false) throw'],
    ['B9', 'a parameter refers to no other', "if (text.includes('{{')) throw", 'if (false) throw'],
  ]),
  ...mutationsOf('infra/delegation/client-credential.ts', CLIENT, [
    ['H2', 'nobody else reads the client’s secret', 'SecretReaders.of(secret).admit(gatewayRole.roleArn);', ''],
    ['H2', 'the gateway reads one secret', 'resourceArns: [arn]', "resourceArns: ['*']"],
    ['H2', 'a secret is named by its complete ARN', 'arn === undefined || ', ''],
  ]),
  ...mutationsOf('infra/delegation/gateway-key.ts', KEY, [
    ['C4', 'nobody else signs', "conditions: { ArnNotEquals: { 'aws:PrincipalArn': gatewayRole.roleArn } },", ''],
    ['C4', 'the gateway signs with its own key alone', 'resourceArns: [this.keyArn]', "resourceArns: ['*']"],
  ]),
  ...mutationsOf('infra/delegation/delegation-keys.ts', KEY, [
    [
      'D6',
      'the public key has a throttle of its own',
      "    api.throttle({ path: DELEGATION_KEYS_PATH, method: 'GET', ...THROTTLE });\n",
      '',
    ],
  ]),
  ...mutationsOf('functions/tools/customer-profile.ts', TOOL, [
    ['A10', 'a refused token is our failure', 'if (status === 401 || status === 403) throw', 'if (false) throw'],
    [
      'F3',
      'what the service answers is checked',
      'customerProfile.output.safeParse(body)',
      '{ success: true, data: Object(body), error: undefined }',
    ],
  ]),
  ...mutationsOf('infra/local/services/gateway-assertion.ts', ISSUER, [
    ['B9', 'an assertion is taken once', ' || used.has(jti)', ''],
    ['B9', 'an assertion lives for moments', 'exp - iat > LONGEST || ', ''],
    [
      'B9',
      'an assertion is for this issuer',
      "{ issuer, audience, algorithms: ['ES256'] }",
      "{ issuer, algorithms: ['ES256'] }",
    ],
    [
      'B9',
      'an assertion is of the gateway',
      "{ issuer, audience, algorithms: ['ES256'] }",
      "{ audience, algorithms: ['ES256'] }",
    ],
  ]),
  ...mutationsOf('infra/local/services/token-exchange.ts', ISSUER, [
    ['B9', 'tokens are for the one service', 'if (parsed.data.audience !== audience) throw', 'if (false) throw'],
    ['B9', 'an actor is a tool of the gateway', '!actor?.startsWith(parts.actors)', 'actor === undefined'],
    ['B9', 'scopes are narrowed', '.filter((name) => parts.scopes.includes(name))', ''],
  ]),
  ...mutationsOf('infra/local/services/profiles.ts', SERVICE, [
    ['B9', 'the service asks who acts', 'if (actor === undefined) return', 'if (false) return'],
    ['B9', 'the service asks for its scope', 'if (!claims.scope', 'if (false && !claims.scope'],
    [
      'B9',
      'the service takes its issuer’s tokens alone',
      'if (!claims || subject === undefined) return',
      'if (subject === undefined && token === "") return',
    ],
  ]),
];
