import { mutationsOf } from './mutation.ts';

const gateway = (name: string) => [`test/functions/gateway/${name}.test.ts`];
const exchange = (name: string) => [`test/functions/exchange/${name}.test.ts`];
const EXCHANGE = exchange('exchange-token');
const BOUNDED = ['test/functions/http/bounded-fetch.test.ts'];
const CALL = gateway('delegated-call');
const TOKENS = ['test/functions/runtime/call-tokens.test.ts'];
const KEYS = ['test/functions/delegation/serve-keys.test.ts'];

/** Who gets a token for a service outside AWS, how it is asked for, and what becomes of it in a call. */
export const DELEGATION_MUTATIONS = [
  ...mutationsOf('functions/exchange/exchange-form.ts', EXCHANGE, [
    [
      'B8',
      'a caller’s token is shown to its own issuer alone',
      'if (audience !== parts.callerIssuer) throw',
      'if (false) throw',
    ],
    [
      'B8',
      'an issuer is its whole name',
      'audience !== parts.callerIssuer',
      '!parts.callerIssuer.startsWith(audience)',
    ],
    [
      'B8',
      'without the caller’s token nobody is asked with it',
      'if (callerToken === undefined) throw',
      'if (false) throw',
    ],
    [
      'B9',
      'the actor is said',
      '...(actor !== undefined && { actor_token: actor, actor_token_type: TokenType.jwt }),',
      '',
    ],
    [
      'B9',
      'the actor is this tool',
      'const subject = actorId(parts.resource, tool);',
      'const subject = parts.resource;',
    ],
    ['B9', 'the subject is the caller', 'subject: caller.subject, audience }', 'subject: caller.clientId, audience }'],
    ['B9', 'the client is said', '{ ...claims, client_id: caller.clientId }', '{ ...claims }'],
    ['B9', 'an access token is asked for', '          requested_token_type: TokenType.accessToken,\n', ''],
    ['B9', 'one audience is asked for', '          audience,\n          scope,', '          scope,'],
    ['B9', 'scopes are narrowed', '          audience,\n          scope,', '          audience,'],
  ]),
  ...mutationsOf('functions/exchange/assertion-claims.ts', EXCHANGE, [
    ['B9', 'an assertion is for one issuer', '    aud: audience,', '    aud: issuer,'],
    ['B9', 'an assertion lives a minute', 'exp: iat + ASSERTION_SECONDS', 'exp: iat + 3600'],
    ['B9', 'an assertion is used once', 'jti: randomUUID()', "jti: 'id'"],
  ]),
  ...mutationsOf('functions/exchange/client-authentication.ts', EXCHANGE, [
    [
      'B9',
      'the gateway proves itself by its key',
      "body.set('client_assertion', await parts.sign(claims, signal));",
      '',
    ],
    [
      'H2',
      'a client with a secret proves itself by it',
      'if (clientSecretArn !== undefined) {',
      'if (false as boolean && clientSecretArn !== undefined) {',
    ],
  ]),
  ...mutationsOf('functions/exchange/exchange-token.ts', EXCHANGE, [
    ['A10', 'an issuer’s own words stay inside', '/^[a-z_]{1,40}$/.test(code)', 'true'],
    [
      'B9',
      'what was issued is judged',
      'return checkIssuedToken(answer, exchange, parts);',
      "void checkIssuedToken;\n  return { accessToken: answer.access_token, expiration: '' };",
    ],
  ]),
  ...mutationsOf('functions/http/bounded-fetch.ts', BOUNDED, [
    ['B9', 'no redirect is followed', "redirect: 'error'", "redirect: 'follow'"],
    [
      'B9',
      'answers are bounded',
      'readBounded(response, MAX_ANSWER_BYTES)',
      'readBounded(response, Number.MAX_SAFE_INTEGER)',
    ],
  ]),
  ...mutationsOf('functions/exchange/find-issuer.ts', exchange('find-issuer'), [
    ['B9', 'metadata are of the issuer that was asked', 'if (said !== issuer) throw', 'if (false) throw'],
    ['B9', 'a token endpoint has TLS', "if (url.protocol !== 'https:' && !local) throw", 'if (false) throw'],
    ['B9', 'an issuer elsewhere cannot point to this machine', ' && isLoopbackHttp(new URL(issuer));', ';'],
    [
      'B9',
      'an issuer is asked over TLS',
      '[allowInsecureRequests]: isLoopbackHttp(url)',
      '[allowInsecureRequests]: true',
    ],
    ['C1', 'metadata have an end', 'now().getTime() < known.until', 'true'],
    [
      'C1',
      'metadata are checked before they are kept',
      '    checkServer(server, issuer);\n    kept.set(issuer, { server, until: now().getTime() + LIFE_MS });',
      '    kept.set(issuer, { server, until: now().getTime() + LIFE_MS });\n    checkServer(server, issuer);',
    ],
    [
      'D6',
      'an issuer is not waited for past the call',
      'AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])',
      'AbortSignal.timeout(60_000)',
    ],
  ]),
  ...mutationsOf('functions/exchange/sign-assertion.ts', exchange('sign-assertion'), [
    ['A10', 'an assertion shows no ARN', 'kid: keyId(keyArn)', 'kid: keyArn'],
    ['C1', 'without a key nothing is signed', 'if (keyArn === undefined) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('functions/exchange/jose-signature.ts', exchange('jose-signature'), [
    ['B9', 'a signature has all its bytes', 'Buffer.alloc(FIELD_BYTES - digits.length)', 'Buffer.alloc(0)'],
    ['B9', 'a signature is one signature', 'if (afterContent.length + afterS.length > 0) throw', 'if (false) throw'],
  ]),
  ...mutationsOf('functions/exchange/read-client-secret.ts', exchange('read-client-secret'), [
    ['H2', 'the current value is read', "VersionStage: 'AWSCURRENT'", "VersionStage: 'AWSPREVIOUS'"],
    ['C1', 'an empty secret proves nothing', "if (SecretString === '') throw", 'if (false) throw'],
  ]),
  ...mutationsOf('functions/gateway/downstreams.ts', gateway('downstreams'), [
    [
      'C1',
      'what is no list of downstreams is not used',
      'Downstreams.parse(JSON.parse(text))',
      'JSON.parse(text) as readonly Downstream[]',
    ],
    ['C1', 'a name stands for one service', 'if (names.size < downstreams.length) throw', 'if (false) throw'],
    ['B9', 'each tool has its own downstreams', 'downstreamsName(gateway, tool)', "downstreamsName(gateway, 'crm')"],
  ]),
  ...mutationsOf('functions/gateway/lend-tokens.ts', gateway('lend-tokens'), [
    ['D1', 'a tool without downstreams gets no token', 'if (!tool.delegated) return {};', ''],
    ['D6', 'what fails ends what still runs', '    failed.abort();\n', ''],
  ]),
  ...mutationsOf('functions/gateway/borrow-loan.ts', CALL, [
    ['B9', 'a tool gets its tokens', 'return { credentials, tokens };', 'return { credentials, tokens: {} };'],
    [
      'B8',
      'the caller’s token is not what is lent',
      'return { credentials, tokens };',
      "return { credentials, tokens: { ...tokens, own: { accessToken: callerToken ?? '', expiration: '' } } };",
    ],
  ]),
  ...mutationsOf('functions/gateway/caller-token.ts', gateway('caller-token'), [
    ['B8', 'one token is found, not a list', '/^Bearer +([A-Za-z0-9._~+/-]+=*)$/i', '/^Bearer +(.+)$/i'],
  ]),
  ...mutationsOf('functions/runtime/call-tokens.ts', TOKENS, [
    ['B9', 'an expired token is not used', 'if (!(now() < new Date(token.expiration))) throw', 'if (false) throw'],
    ['D4', 'a token ends with its call', '    known.add(token.accessToken);\n', ''],
    [
      'B9',
      'a token has a name of the tool’s own',
      'Object.hasOwn(tokens, name) ? tokens[name] : undefined',
      'tokens[name]',
    ],
    [
      'G5',
      'parts of a token are known',
      '[accessToken, ...parts.filter((part) => part.length >= SHORTEST_PART)]',
      '[accessToken]',
    ],
  ]),
  ...mutationsOf('functions/runtime/running-call.ts', TOKENS, [
    ['G5', 'tokens are kept in before they are read', '  knowTokens(tokens, secrets);\n', ''],
  ]),
  ...mutationsOf(
    'functions/signing/key-id.ts',
    ['test/functions/signing/key-id.test.ts'],
    [
      [
        'A10',
        'a key’s id shows no account',
        "createHash('sha256').update(keyArn).digest('base64url')",
        '(void createHash, keyArn)',
      ],
    ],
  ),
  ...mutationsOf('functions/delegation/public-key.ts', KEYS, [
    ['C1', 'a key that signs is served', " || KeyUsage !== 'SIGN_VERIFY'", ''],
    ['C1', 'a key of P-256 is served', "crv: z.literal('P-256')", 'crv: z.string()'],
  ]),
  ...mutationsOf('functions/delegation/serve-keys.ts', KEYS, [
    [
      'C1',
      'the keys’ path alone is served',
      "method === 'GET' && path === DELEGATION_KEYS_PATH",
      "method === 'GET' || path === DELEGATION_KEYS_PATH",
    ],
    ['A10', 'a failure shows no ARN', 'error instanceof Error ? error.name', 'error instanceof Error ? error.message'],
  ]),
];
