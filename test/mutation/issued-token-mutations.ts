import { mutationsOf } from './mutation.ts';

const ISSUED = ['test/functions/exchange/check-issued-token.test.ts'];
const CLAIMS = ['test/functions/exchange/issued-claims.test.ts'];

/** Which tokens of an issuer may be lent. */
export const ISSUED_TOKEN_MUTATIONS = [
  ...mutationsOf('functions/exchange/check-issued-token.ts', ISSUED, [
    ['B9', 'a bearer token is lent', "if (type !== 'bearer') throw", 'if (false) throw'],
    ['B9', 'an access token is lent', 'if (!unsaid && issued !== TokenType.accessToken) throw', 'if (false) throw'],
    ['B9', 'RFC 8693 says the type', " && downstream.grant === 'on-behalf-of';", ';'],
    ['B9', 'a life is said', 'if (life <= 0) throw', 'if (false) throw'],
    ['B9', 'a life is bounded', 'if (life > downstream.maxLifeSeconds) throw', 'if (false) throw'],
    ['B9', 'scopes of the answer are those asked for', "checkScopes(scope?.split(' ') ?? [], downstream);", ''],
    [
      'B8',
      'the caller’s own token is not lent',
      'if (answer.access_token === exchange.callerToken) throw',
      'if (false) throw',
    ],
    [
      'B9',
      'a token is of the issuer that was asked',
      'if (claims.iss !== downstream.issuer) throw',
      'if (false) throw',
    ],
    ['B9', 'a token is for the service', 'if (!aud.includes(audience)) throw', 'if (false) throw'],
    ['B9', 'a token is for that service alone', 'if (aud.some((each) => each !== audience)) throw', 'if (false) throw'],
    [
      'B9',
      'scopes of a token are those asked for',
      'checkScopes([...(claims.scope ?? []), ...(claims.scp ?? [])], downstream);',
      '',
    ],
    ['B9', 'scp counts as scopes', '...(claims.scp ?? [])', ''],
    ['B9', 'short scopes are Entra’s alone', "grant === 'on-behalf-of' ? scopes.map", 'grant ? scopes.map'],
    ['B9', 'an expired token is not lent', 'if (exp <= seconds) throw', 'if (false) throw'],
    [
      'B9',
      'the life in a token is bounded',
      'if (exp - seconds > maxLifeSeconds + LEEWAY_SECONDS) throw',
      'if (false) throw',
    ],
    [
      'B9',
      'a token is for the caller',
      "if (downstream.subject === 'assertion' && sub !== caller.subject)",
      'if (!sub || !caller)',
    ],
    ['B9', 'a token names the tool', 'if (claims.act?.sub !== tool) throw', 'if (claims.act === undefined) throw'],
    [
      'B9',
      'a token names an actor',
      'if (claims.act?.sub !== tool) throw',
      'if (claims.act && claims.act.sub !== tool) throw',
    ],
    ['B9', 'nobody acted before the tool', 'if (claims.act.act !== undefined) throw', 'if (false) throw'],
    ['B9', 'a token names the gateway’s client', 'if (clients.length === 0 || ', 'if ('],
    ['B9', 'a token names no other client', ' || clients.some((client) => client !== clientId)', ''],
  ]),
  ...mutationsOf('functions/exchange/issued-claims.ts', CLAIMS, [
    [
      'B9',
      'a token is signed',
      'const SIGNED_JWT = /^[\\w-]+\\.([\\w-]+)\\.[\\w-]+$/;',
      'const SIGNED_JWT = /^[\\w-]+\\.([\\w-]+)\\.[\\w-]*$/;',
    ],
    [
      'B9',
      'a claim is said once',
      'parseStrictJson(text, { maxDepth: MAX_DEPTH })',
      '(void parseStrictJson, void MAX_DEPTH, JSON.parse(text))',
    ],
  ]),
];
