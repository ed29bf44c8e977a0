import { mutationsOf } from './mutation.ts';

const TOKENS = ['test/functions/authorizer/verify-token.test.ts'];
const GATE = ['test/functions/authorizer/authorize.test.ts'];

/** The first gate: who is calling, and which doors are open to them. */
export const AUTHORIZER_MUTATIONS = [
  ...mutationsOf(
    'functions/authorizer/check-claims.ts',
    ['test/functions/authorizer/check-claims.test.ts'],
    [['B1', 'a token is refused before its time', 'claims.nbf !== undefined && claims.nbf > seconds', 'false']],
  ),
  ...mutationsOf('functions/authorizer/check-claims.ts', TOKENS, [
    ['B1', 'an expired token is refused', 'claims.exp <= seconds', 'claims.exp <= seconds - 1'],
    ['B1', 'a token from the future is refused', 'claims.iat > seconds + IAT_LEEWAY_SECONDS', 'false'],
    ['B6', 'a token that lives too long is refused', 'claims.exp - claims.iat > rules.maxLifeSeconds', 'false'],
    ['B1', 'an ID token is refused', '!isAccessToken(claims, typ)', 'false'],
    ['B1', 'token_use decides where both marks are there', "return token_use === 'access'", 'return true'],
    [
      'B1',
      'a token without a mark of its kind is refused',
      "typeof typ === 'string' && typ.toLowerCase()",
      "(typ ?? 'at+jwt').toString()",
    ],
    ['B1', 'a token without a client is refused', 'claims.client === undefined', 'false'],
    ['B1', 'a foreign audience is refused', '!isForUs(claims, { ...rules, audienceRule })', 'false'],
    [
      'B1',
      'a token without an audience is refused under the rule resource',
      'return audience.includes(resource);',
      'return audience.length === 0 || audience.includes(resource);',
    ],
    [
      'B1',
      'a token for another resource is refused under the other rule',
      'audience.length === 0 || audience.includes(resource) ||',
      'audience.length >= 0 ||',
    ],
    [
      'B1',
      'without an audience a scope of this gateway is needed',
      "audienceRule === 'client-and-scope' && scopes.length === 0",
      'false',
    ],
  ]),
  ...mutationsOf('functions/authorizer/check-header.ts', TOKENS, [
    [
      'B1',
      'keys and criticals inside a token are refused',
      '!Object.keys(header).every((name) => FIELDS.has(name))',
      'false',
    ],
    [
      'B1',
      'another type of token is refused',
      "typ !== undefined && !(typeof typ === 'string' && TYPES.has(typ.toLowerCase()))",
      'false',
    ],
    ['B1', 'algorithms are a closed list', "typeof alg !== 'string' || !Object.hasOwn(KEY_OF, alg)", 'false'],
    ['B1', 'a token without a key id is refused', "typeof kid !== 'string' || kid === ''", 'false'],
    [
      'B1',
      'the key must fit the algorithm',
      'wanted?.kty !== kty || (wanted.crv !== undefined && wanted.crv !== crv)',
      'false',
    ],
    ['B1', 'short RSA keys are refused', 'MIN_RSA_BYTES = 256', 'MIN_RSA_BYTES = 1'],
  ]),
  ...mutationsOf(
    'functions/authorizer/verify-token.ts',
    ['test/functions/authorizer/issuer-keys.test.ts'],
    [['B1', 'another issuer is refused before its key is looked up', 'unverified.payload.iss !== issuer', 'false']],
  ),
  ...mutationsOf('functions/authorizer/verify-token.ts', TOKENS, [
    ['B1', 'the signature is checked', 'await orRefuse(() => verifier.verify(token))', 'unverified.payload'],
    ['B1', 'claims of the wrong type are a refusal', "throw tokenRefused('claims', { cause })", 'throw cause'],
    [
      'C1',
      'an empty list of clients means nobody',
      'listedClients.includes(caller.clientId)',
      'rules.allowedClients.length === 0 || listedClients.includes(caller.clientId)',
    ],
    [
      'B8',
      'what the library says of a token stays inside',
      'error instanceof JwtBaseError ? tokenRefused(faultOf(error)) : error',
      'tokenRefused("malformed", { cause: error })',
    ],
  ]),
  ...mutationsOf('shared/tool-scope.ts', TOKENS, [
    [
      'C6',
      'scopes of other resources are no scopes here',
      'tokenScopes.filter((scope) => scope.startsWith(prefix))',
      'tokenScopes',
    ],
  ]),
  ...mutationsOf(
    'functions/identity/caller-id.ts',
    ['test/functions/authorizer/derive-caller.test.ts'],
    [
      [
        'D9',
        'an unusual subject is hashed, never cut',
        'CALLER_ID.test(subject) && !subject.startsWith(HASHED)',
        'true',
      ],
      ['D9', 'no subject can look like the hash of another', ' && !subject.startsWith(HASHED)', ''],
    ],
  ),
  ...mutationsOf(
    'functions/authorizer/derive-caller.ts',
    ['test/functions/authorizer/derive-caller.test.ts'],
    [
      ['D9', 'a tenant widens no policy', 'tenant: callerId(tenant)', 'tenant'],
      [
        'D9',
        'people without a subject are not one caller',
        'claims.subject ?? (machineClients.includes(clientId) ? clientId : undefined)',
        'claims.subject ?? clientId',
      ],
      [
        'B13',
        'a machine cannot pass for a person',
        'username !== undefined && subject !== clientId',
        'username !== undefined',
      ],
      [
        'B13',
        'who has no sign-in name is no person',
        'username !== undefined && subject !== clientId',
        'subject !== clientId',
      ],
    ],
  ),
  ...mutationsOf(
    'functions/http/read-bounded.ts',
    ['test/functions/http/read-bounded.test.ts'],
    [['B2', 'an answer is counted as it arrives', 'bytes > maxBytes', 'false']],
  ),
  ...mutationsOf(
    'functions/authorizer/fetch-keys.ts',
    ['test/functions/authorizer/fetch-keys.test.ts'],
    [
      ['B2', 'keys are read over https', "url.protocol !== 'https:' && !isLoopbackHttp(url)", 'false'],
      ['B2', 'the key fetch follows no redirect', "redirect: 'error', ", ''],
      ['B2', 'the key fetch ends in time', ', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS)', ''],
      ['B2', 'a key set has a size', 'readBounded(response, MAX_KEYS_BYTES)', 'readBounded(response, Infinity)'],
      ['B2', 'only a good answer holds keys', 'response.status !== 200', 'false'],
    ],
  ),
  ...mutationsOf(
    'functions/authorizer/issuer-keys.ts',
    ['test/functions/authorizer/issuer-keys.test.ts'],
    [
      ['B2', 'keys grow old', 'now().getTime() - cached.at < MAX_AGE_MS', 'true'],
      ['B2', 'unknown key ids cause one fetch per window', 'nextFetchAt = at + FETCH_WINDOW_MS', 'nextFetchAt = at'],
      [
        'B2',
        'a failed fetch is not repeated at once',
        'nextFetchAt = now().getTime() + RETRY_WINDOW_MS',
        'nextFetchAt = 0',
      ],
      ['B2', 'one fetch serves all who wait', 'fetching ??= read(jwksUri)', 'fetching = read(jwksUri)'],
      [
        'B2',
        'a failure to read keys is no access',
        "throw new Refusal({ reason: 'keys_unreachable' }, { cause })",
        'return cached?.jwks ?? { keys: [] }',
      ],
      ['B1', 'a key id must be the issuer’s', 'key.kid !== undefined && key.kid === kid', 'key.kid !== undefined'],
    ],
  ),
  ...mutationsOf(
    'functions/authorizer/read-bearer-token.ts',
    ['test/functions/authorizer/read-bearer-token.test.ts'],
    [
      ['A7', 'a token in the query is refused', 'if (hasTokenInQuery(event))', 'if (false)'],
      ['B1', 'two Authorization headers are refused', "more.length > 0 || value.includes(',')", "value.includes(',')"],
      ['B1', 'two tokens in one header are refused', "more.length > 0 || value.includes(',')", 'more.length > 0'],
      ['B1', 'only Bearer is a scheme', '/^Bearer +', '/^(?:Bearer|Basic|DPoP) +'],
      ['B1', 'an endless token is not read', 'token.length > MAX_TOKEN_CHARACTERS', 'false'],
    ],
  ),
  ...mutationsOf('functions/authorizer/authorize.ts', GATE, [
    ['C2', 'the named tool’s scope is asked for at the edge', 'if (!tool && scopes.length > 0) return;', 'return;'],
    ['C1', 'a token without any scope does not pass', '!tool && scopes.length > 0', '!tool'],
  ]),
  ...mutationsOf('functions/authorizer/required-scope.ts', GATE, [
    [
      'A4',
      'an encoded tool name is decoded before it is judged',
      "encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8')",
      'value',
    ],
    ['B3', 'the challenge names the scope the call needs', '...(tool ? [tool.scope] : [])', ''],
  ]),
  ...mutationsOf('functions/authorizer/policy.ts', GATE, [
    ['B1', 'the policy opens the one request in hand', 'Effect, Resource }', "Effect, Resource: '*' }"],
    ['B3', 'a refusal for scope is a Deny', "answer('Deny'", "answer('Allow'"],
  ]),
  ...mutationsOf('functions/authorizer/answer-refusals.ts', GATE, [
    ['I1', 'a refusal leaves its record', 'await recordRefusal(request.event, refusal)', 'await Promise.resolve()'],
    ['B3', 'a refused token is answered with the word for 401', "new Error('Unauthorized')", "new Error('Refused')"],
    [
      'A10',
      'an unexpected error says nothing outside',
      "new Error('The request could not be authorized')",
      'new Error(String(event.headers?.authorization))',
    ],
    [
      'I3',
      'a refusal stands when its record cannot be written',
      '.catch((error: unknown) => log(describe(error)))',
      '',
    ],
  ]),
  ...mutationsOf(
    'functions/authorizer/handler.ts',
    ['test/functions/authorizer/handler.test.ts'],
    [
      [
        'C1',
        'an authorizer without settings lets nobody pass',
        'authorizer(makeParts(process.env))',
        'async (event) => ({ principalId: "x", policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn }] } })',
      ],
    ],
  ),

  ...mutationsOf(
    'functions/authorizer/header-values.ts',
    ['test/functions/authorizer/read-bearer-token.test.ts'],
    [['B1', 'a header counts under every case of its name', 'key.toLowerCase() === name', "key === 'Authorization'"]],
  ),
  ...mutationsOf('functions/authorizer/record-refusal.ts', GATE, [
    ['I1', 'a refusal is recorded as one', "'failed' : 'refused'", "'failed' : 'succeeded'"],
    [
      'I8',
      'no text but a version gets into the record of a refusal',
      'version !== undefined && /^[0-9A-Za-z.-]{1,32}$/.test(version)',
      'version !== undefined',
    ],
  ]),
  ...mutationsOf('functions/authorizer/token-claims.ts', TOKENS, [
    ['B1', 'a token expires', '  exp: Seconds,', '  exp: Seconds.default(2e9),'],
    ['B6', 'a token says when it was issued', '  iat: Seconds,', '  iat: Seconds.default(() => Date.now() / 1000),'],
    ['B1', 'groups are a list of names', 'Groups = z.array(z.string())', 'Groups = z.any()'],
  ]),
  ...mutationsOf('functions/authorizer/required-scope.ts', GATE, [
    ['A4', 'two names of a tool are none', 'value === undefined || more.length > 0', 'value === undefined'],
  ]),
];
