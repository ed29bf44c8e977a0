import { mutationsOf } from './mutation.ts';

const AUTHORIZE = ['test/functions/oauth/authorize.test.ts'];
const PAGE = ['test/functions/oauth/consent-page.test.ts'];
const CONSENT = ['test/functions/oauth/consent.test.ts'];
const CALLBACK = ['test/functions/oauth/callback.test.ts'];
const TOKEN = ['test/functions/oauth/token.test.ts'];
const STORE = ['test/functions/oauth/sign-in-store.test.ts'];
const SERVE = ['test/functions/oauth/serve-oauth.test.ts'];

/** The sign-in facade: what stands between a client, a person's browser and the pool. */
export const OAUTH_MUTATIONS = [
  ...mutationsOf('functions/oauth/authorization-request.ts', AUTHORIZE, [
    ['B11', 'the redirect address must be the client’s own', '!isRegisteredRedirect(client, redirectUri)', 'false'],
    ['B11', 'a parameter may not come twice', 'parameters.repeated.length > 0', 'false'],
    ['B11', 'a state is bounded and plain text', 'state !== undefined && !isState(state)', 'false'],
    ['B11', 'a state that breaks the rules is not given back', 'isState(state) && { state }', '{ state: state ?? "" }'],
    ['B11', 'only codes are given', "parameters.get('response_type') !== 'code'", 'false'],
    ['B11', 'the resource is this endpoint', 'resource !== undefined && resource !== environment.RESOURCE', 'false'],
    ['B11', 'PKCE may not be missing', '!CHALLENGE.test(challenge)', 'false'],
    ['B11', 'PKCE may not be plain', "parameters.get('code_challenge_method') !== 'S256'", 'false'],
  ]),
  ...mutationsOf('functions/oauth/requested-scopes.ts', AUTHORIZE, [
    ['C6', 'unknown scopes are refused', 'known.length === names.size', 'known.length <= names.size'],
  ]),
  ...mutationsOf('functions/oauth/answering-client.ts', CONSENT, [
    ['B11', 'a failure at the client’s step is told', 'return await step();', 'return step();'],
  ]),
  ...mutationsOf('functions/web/read-parameters.ts', AUTHORIZE, [
    ['B11', 'a parameter that came twice has no value', 'more.length === 0 ? value : undefined', 'value'],
  ]),
  ...mutationsOf('functions/oauth/answer-client.ts', CALLBACK, [
    ['B11', 'every answer names its issuer', "parameters.set('iss', facadeIssuer(resource));", ''],
  ]),
  ...mutationsOf('functions/oauth/answer-failure.ts', AUTHORIZE, [
    ['B11', 'a person sees a page', 'return page(statusCode, ', 'return page(200, '],
  ]),
  ...mutationsOf('functions/web/page.ts', PAGE, [
    ['B11', 'no other page may frame a page', '"frame-ancestors \'none\'",', ''],
    ['B11', 'old browsers frame no page either', "'X-Frame-Options': 'DENY',", ''],
    ['B11', 'nothing is loaded', '"default-src \'none\'",', ''],
    ['B11', 'text is made harmless', '/[&<>"\']/g', '/[&]/g'],
  ]),
  ...mutationsOf('functions/oauth/consent-page.ts', PAGE, [
    ['B11', 'a client’s name is only text', 'escapeHtml(request.client.name)', 'request.client.name'],
    ['B11', 'a hidden field holds only text', 'value="${escapeHtml(value)}"', 'value="${value}"'],
    ['B11', 'an answer to this computer is warned of', 'place.onThisComputer ? [LOCAL_WARNING] : []', '[]'],
    ['B11', 'a name nobody checked is warned of', '<p class="warning">It chose', '<p>'],
    ['B11', 'only the scopes asked for are named', 'request.scopes.includes(scope)', 'true'],
  ]),
  ...mutationsOf('functions/oauth/describe-redirect.ts', PAGE, [
    ['B11', 'a host cannot end a directive', 'CSP_ORIGIN.test(origin) ? origin', 'origin !== "null" ? origin'],
  ]),
  ...mutationsOf('functions/oauth/consent-ticket.ts', CONSENT, [
    [
      'B11',
      'a ticket covers what the page said',
      'FIELDS.map((name) => fields[name] ?? null)',
      "FIELDS.map((name) => (name === 'client_id' ? fields[name] : null))",
    ],
    ['B11', 'a ticket covers the client', "  'client_id',\n  'redirect_uri',", "  'redirect_uri',"],
    ['B11', 'a ticket covers the address', "  'redirect_uri',\n  'scope',", "  'scope',"],
    ['B11', 'a ticket is compared', "isSame(form.get('ticket') ?? '', consentTicket(key, fields))", 'key !== ""'],
  ]),
  ...mutationsOf('functions/web/is-own-form.ts', CONSENT, [
    ['B11', 'the origin of a form is ours', '(origin === null || origin === new URL(resource).origin)', 'true'],
    ['B11', 'the browser says it came from our page', "(site === null || site === 'same-origin')", 'true'],
  ]),
  ...mutationsOf('functions/oauth/consent.ts', CONSENT, [
    ['B11', 'a form without a fit cookie is refused', '!KEY.test(key)', 'false'],
    ['B11', 'a form needs its ticket', ' || !isTicketed(key, form)', ''],
    [
      'B11',
      'only the word of the button means yes',
      "form.get('decision') !== 'allow'",
      "form.get('decision') === 'refuse'",
    ],
    [
      'B11',
      'a page is used up',
      'withCookie(await decide(form, request, parts), clearCookie(rules, consentCookie(id)))',
      'decide(form, request, parts)',
    ],
  ]),
  ...mutationsOf(
    'functions/web/cookies.ts',
    [...CONSENT, 'test/functions/web/cookies.test.ts'],
    [
      ['B11', 'over https a cookie is bound to the host', "prefix: secure ? '__Host-' : ''", "prefix: ''"],
      ['B11', 'a cookie that came twice is not read', 'values.length === 1 ? values[0] : undefined', 'values.at(-1)'],
      ['B11', 'scripts cannot read a cookie', 'Path=/; HttpOnly; ', 'Path=/; '],
      ['B11', 'foreign forms carry no cookie', 'SameSite=Lax', 'SameSite=None'],
    ],
  ),
  ...mutationsOf('functions/oauth/start-sign-in.ts', CONSENT, [
    ['B11', 'the pool checks the client’s challenge', 'code_challenge: codeChallenge,', ''],
    ['B11', 'the pool binds the audience', 'resource: environment.RESOURCE', 'audience: environment.RESOURCE'],
  ]),
  ...mutationsOf('functions/oauth/callback.ts', CALLBACK, [
    ['B11', 'only the browser that began ends it', '!isSame(digest(browser), signIn.browser)', 'false'],
    ['B11', 'a browser without the cookie is refused', 'browser === undefined || ', 'browser !== undefined && '],
    ['B11', 'an error beside a code is an error', "parameters.get('error') === undefined && ", ''],
    ['B11', 'a code is bounded and plain text', 'CODE.test(code)', "code !== ''"],
  ]),
  ...mutationsOf('functions/web/handle-items.ts', STORE, [
    ['B11', 'what expired is gone', 'isAlive(item, seconds()) ?', 'item !== undefined ?'],
    ['B11', 'nothing is put over what is there', "ConditionExpression: 'attribute_not_exists(#key)',", ''],
  ]),
  ...mutationsOf('functions/oauth/sign-in-store.ts', STORE, [
    ['B8', 'a code is kept as a digest only', 'code#${digest(code)}', 'code#${code}'],
  ]),
  ...mutationsOf('functions/oauth/exchange-code.ts', TOKEN, [
    ['B11', 'a code belongs to one client', 'issued?.clientId !== clientId', '!issued'],
    [
      'B11',
      'a code belongs to one address',
      'redirectUri !== undefined && redirectUri !== issued.redirectUri',
      'false',
    ],
    ['B11', 'a verifier is needed', '!VERIFIER.test(verifier)', 'false'],
  ]),
  ...mutationsOf('functions/oauth/public-client.ts', TOKEN, [
    [
      'B11',
      'a client for people has no secret',
      "authorization !== null || form.get('client_secret') !== undefined",
      'false',
    ],
  ]),
  ...mutationsOf('functions/oauth/refresh-tokens.ts', TOKEN, [
    ['B11', 'a client that was never admitted has no tokens', 'appClientId === undefined', 'appClientId === ""'],
  ]),
  ...mutationsOf('functions/oauth/grant-machine.ts', TOKEN, [
    ['C6', 'a machine gets scopes of this endpoint only', '!isKnown', 'false'],
    ['B13', 'a machine has a secret', 'id === undefined || secret === undefined', 'id === undefined'],
    [
      'B13',
      'a secret comes by one way',
      "if (secret !== undefined) throw grantRefused('invalid_request'",
      "if (id === '') throw grantRefused('invalid_request'",
    ],
  ]),
  ...mutationsOf('functions/oauth/token.ts', TOKEN, [
    ['B8', 'secrets do not come in the query', 'request.query.length > 0', 'false'],
    ['B11', 'a parameter may not come twice', 'form.repeated.length > 0', 'false'],
    ['B11', 'a token is for this resource', 'resource !== undefined && resource !== wanted', 'false'],
  ]),
  ...mutationsOf('functions/oauth/ask-issuer.ts', TOKEN, [
    ['B8', 'a form with secrets follows no redirect', "redirect: 'error',", ''],
    ['B11', 'the pool has a time', 'signal: AbortSignal.timeout(TIMEOUT_MS),', ''],
    [
      'B11',
      'an answer of the pool is bounded',
      'readBounded(response, MAX_ANSWER_BYTES)',
      'readBounded(response, Infinity)',
    ],
    [
      'B8',
      'the pool’s own words stay inside',
      'GRANT_ERRORS.find((known) => known === said)',
      'said as "invalid_grant"',
    ],
    [
      'B8',
      'only what belongs to a token goes on',
      'return reach(async () => TokenAnswer.parse(body))',
      'return reach(async () => ({ ...Object(body), ...TokenAnswer.parse(body) }))',
    ],
  ]),
  ...mutationsOf('functions/log/place-of.ts', SERVE, [
    ['B8', 'messages of causes stay out of the log', '{ name: cause.name, at:', '{ name: cause.message, at:'],
  ]),
  ...mutationsOf('functions/oauth/register.ts', SERVE, [
    ['B11', 'nobody registers where it is off', "parts.environment.REGISTRATION !== 'on'", 'false'],
    ['B11', 'a foreign page cannot register', "type.trim().toLowerCase() !== 'application/json'", 'false'],
  ]),
];
