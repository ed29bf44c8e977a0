import { mutationsOf } from './mutation.ts';

const START = ['test/functions/connect/start.test.ts'];
const CALLBACK = ['test/functions/connect/callback.test.ts'];
const SAVE = ['test/functions/connect/save.test.ts'];
const ISSUER = ['test/functions/connect/sign-in-issuer.test.ts'];
const PERSON = ['test/functions/connect/person-of.test.ts'];
const ENTERED = ['test/functions/connect/entered-secret.test.ts'];
const WRITE = ['test/functions/connect/save-secret.test.ts'];
const PAGE = ['test/infra/connect/gateway-connect.test.ts'];
const MATRIX = ['test/security/policy-matrix.test.ts'];
const TEMPLATE = ['test/security/template.test.ts'];
const CALL = ['test/functions/runtime/call-secrets.test.ts'];

/** The page where a person enters a secret of their own: who gets in, what is kept, and where it never shows. */
export const CONNECT_MUTATIONS = [
  ...mutationsOf('functions/connect/start.ts', START, [
    ['B10', 'a link must exist', ' || !(await parts.store.findRequest(handleDigest))', ''],
    ['B8', 'the table holds no cookie', 'browser: digest(browser)', 'browser'],
  ]),
  ...mutationsOf('functions/connect/connect-store.ts', START, [
    ['B10', 'a link ends', 'isAlive(item, Math.floor(now().getTime() / 1000)) ?', 'item ?'],
    ['B8', 'a state is kept as a digest', 'state#${digest(state)}', 'state#${state}'],
  ]),
  ...mutationsOf('functions/connect/callback.ts', CALLBACK, [
    ['B11', 'only the browser that began a sign-in ends it', '!isSame(digest(browser), signIn.browser)', 'false'],
    ['B10', 'a link serves the person whose client asked', 'if (caller === wanted.caller) return;', 'return;'],
    [
      'I6',
      'a refusal of somebody else is recorded',
      "await record({ action: 'refuse_secret'",
      "void ({ action: 'refuse_secret'",
    ],
  ]),
  ...mutationsOf('functions/connect/form-page.ts', CALLBACK, [
    ['B11', 'texts of others are only text', '<bdi>${escapeHtml(text)}</bdi>', '<bdi>${text}</bdi>'],
    ['G5', 'what is entered is not shown', 'type="password"', 'type="text"'],
    ['B11', 'the form leads to us alone', '["\'self\'"]', '["https:"]'],
  ]),
  ...mutationsOf('functions/connect/save.ts', SAVE, [
    ['B11', 'a form comes from our page', 'if (!isOwnForm(request, resource))', 'if (false)'],
    ['B11', 'a form has its ticket', ' || !isTicketed(key, id, form)', ''],
    [
      'B11',
      'a body that is no form is refused',
      "if (form === 'no_form') throw",
      "if (form === 'no_form' && false) throw",
    ],
    ['B11', 'a form works once', 'if (!shown)', 'if (false)'],
    ['B10', 'a link works once', 'await store.takeRequest(request)', 'await store.findRequest(request)'],
    [
      'I6',
      'the record comes before the secret',
      "  await parts.record({ action: 'save_secret', request: wanted, after: {} });\n",
      '',
    ],
    ['F12', 'only the button Save saves', "form.get('decision') !== 'save'", "form.get('decision') === 'cancel'"],
  ]),
  ...mutationsOf('functions/connect/form-ticket.ts', SAVE, [
    ['B11', 'a ticket is compared', "isSame(form.get('ticket') ?? '', formTicket(key, id))", 'key !== id'],
  ]),
  ...mutationsOf('functions/connect/log-failure.ts', SAVE, [
    ['G5', 'messages of causes stay out of the log', '.map(placeOf)', '.map(String)'],
  ]),
  ...mutationsOf('functions/connect/entered-secret.ts', ENTERED, [
    ['G5', 'a secret is long enough to be kept out of answers', 'value.length < SHORTEST_SECRET', 'false'],
    ['F12', 'a secret is bounded', 'value.length > LONGEST_ENTERED_SECRET', 'false'],
  ]),
  ...mutationsOf('functions/connect/sign-in-issuer.ts', ISSUER, [
    [
      'B1',
      'the ID token’s signature is checked',
      'await oauth.validateApplicationLevelSignature(server, answer, options());',
      '',
    ],
    ['B11', 'the ID token is of this sign-in', 'expectedNonce: nonce', 'expectedNonce: nonce.slice(1)'],
    [
      'B11',
      'the state is compared',
      'oauth.validateAuthResponse(server, client, back, state)',
      'oauth.validateAuthResponse(server, client, back, oauth.skipStateCheck)',
    ],
    ['B10', 'nobody’s session is used', "        prompt: 'login',\n", ''],
    ['B11', 'the code is bound by PKCE', "        code_challenge_method: 'S256',\n", ''],
  ]),
  ...mutationsOf('functions/connect/person-of.ts', PERSON, [
    ['B1', 'an access token signs nobody in', "(use !== undefined && use !== 'id') || ", ''],
    ['B10', 'the id is the one of the access tokens', 'id: callerId(parsed.data)', 'id: parsed.data'],
  ]),
  ...mutationsOf('functions/connect/connector-session.ts', WRITE, [
    ['H2', 'a session writes one secret', 'Resource: [arn, `${arn}-??????`]', "Resource: '*'"],
    ['B9', 'CloudTrail shows the person', '      SourceIdentity: caller,\n', ''],
  ]),
  ...mutationsOf('functions/connect/save-secret.ts', WRITE, [
    ['H2', 'a secret says whose it is', '    Tags: [{ Key: SessionTag.caller, Value: request.caller }],\n', ''],
    ['H2', 'other errors are no reason to write', 'if (!(error instanceof ResourceExistsException)) throw error;', ''],
  ]),
  ...mutationsOf('functions/runtime/call-secrets.ts', CALL, [
    ['F12', 'a missing secret is asked for', 'secretId.includes(CALLER_PLACE) && saysNotThere(cause)', 'false'],
    [
      'F12',
      'only a secret of the caller is asked for',
      'secretId.includes(CALLER_PLACE) && saysNotThere',
      'saysNotThere',
    ],
  ]),
  ...mutationsOf('infra/connect/connector-role.ts', MATRIX, [
    ['H2', 'a new secret has the person’s name', "'secretsmanager:Name': name, ...ownTag", '...ownTag'],
    [
      'H2',
      'a new secret has one tag',
      "      conditions: { StringEquals: { 'secretsmanager:Name': name, ...ownTag }, ...noOther },",
      "      conditions: { StringEquals: { 'secretsmanager:Name': name, ...ownTag } },",
    ],
    ['H2', 'a secret is written by its tag', '`aws:ResourceTag/${SessionTag.caller}`', "'aws:PrincipalTag/caller'"],
    [
      'H2',
      'a tag names the person',
      '      conditions: { StringEquals: ownTag, ...noOther },',
      '      conditions: noOther,',
    ],
  ]),
  ...mutationsOf('infra/state/state-table.ts', MATRIX, [
    [
      'F12',
      'the gateway forges no sign-in',
      "['dynamodb:PutItem'], [LINKS]",
      "['dynamodb:PutItem'], [LINKS, `${StatePrefix.connectPage}*`]",
    ],
    [
      'B10',
      'the page makes no link',
      "['dynamodb:DeleteItem', 'dynamodb:GetItem'], [LINKS]",
      "['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], [LINKS]",
    ],
  ]),
  ...mutationsOf('infra/identity/pool-page-client.ts', TEMPLATE, [
    [
      'C6',
      'the page’s client asks who is there alone',
      "allowedOAuthScopes: ['openid']",
      "allowedOAuthScopes: ['openid', 'email']",
    ],
  ]),
  ...mutationsOf('infra/identity/external-issuer.ts', PAGE, [
    ['B10', 'the page’s client may not call', '.includes(pageClientId))', '.includes(`${pageClientId}!`))'],
  ]),
];
