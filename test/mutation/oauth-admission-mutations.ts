import { mutationsOf } from './mutation.ts';

const at = (name: string) => [`test/functions/oauth/${name}.test.ts`];

/** What the facade keeps of OAuth clients, and how they are admitted or register themselves. */
export const OAUTH_ADMISSION_MUTATIONS = [
  ...mutationsOf('functions/oauth/client-state.ts', at('client-state'), [
    ['B11', 'a condition that fails is told apart', 'return false;', 'return true;'],
    [
      'B11',
      'a table that does not answer is no answer',
      "throw new OAuthError({ reason: 'state_unreachable' }, { cause });",
      'return undefined as T;',
    ],
  ]),
  ...mutationsOf('functions/oauth/client-documents.ts', at('client-documents'), [
    ['B11', 'a copy grows stale', 'stored.data.freshUntil.N <= seconds', 'false'],
    [
      'B11',
      'a copy is judged again',
      'return readClientDocument(url, stored.data.document.S);',
      'const { client_name, redirect_uris } = JSON.parse(stored.data.document.S); return { name: client_name, redirectUris: redirect_uris };',
    ],
    [
      'B11',
      'the first tie stays',
      "        condition: 'attribute_not_exists(clientId)',\n        names",
      '        names',
    ],
    ['B11', 'a tie ends the item’s expiry', ' REMOVE #expiresAt', ', #expiresAt = :id'],
    ['B11', 'a tie is taken away by its maker', "        condition: 'clientId = :id',\n", ''],
    [
      'B11',
      'a refresh sees a tie made meanwhile',
      "      condition: 'attribute_not_exists(clientId)',\n      names",
      '      names',
    ],
    ['B11', 'a refresh of a tied document sets no expiry', 'isAdmitted: appClientId !== undefined', 'isAdmitted: true'],
  ]),
  ...mutationsOf('functions/oauth/admitted-clients.ts', at('admitted-clients'), [
    ['B11', 'a document’s app client is no name', "client.data.kind !== 'registered'", 'false'],
    ['B11', 'what is no id is not looked up', 'if (!APP_CLIENT_ID.test(clientId)) return undefined;', ''],
    ['B11', 'addresses go with their client', '      await state.delete(registeredKey(clientId));\n', ''],
    ['B11', 'a client needs an address', '.min(1) })', ' })'],
  ]),
  ...mutationsOf('functions/oauth/find-client.ts', at('find-client'), [
    ['F9', 'an address is checked before it is read', '  checkDocumentAddress(clientId, hosts);\n', ''],
    [
      'B11',
      'who is not known is nobody',
      "throw new OAuthError({ reason: 'client_unknown' });",
      "return { clientId, name: '', redirectUris: [], kind: 'registered' };",
    ],
  ]),
  ...mutationsOf('functions/oauth/admission-quota.ts', at('admission-quota'), [
    [
      'B11',
      'the quota ends',
      "    condition: 'attribute_not_exists(#count) OR #count < :max',\n",
      "    condition: ':max = :max OR #count < :max',\n",
    ],
    ['B11', 'a quota of zero is none', 'maxAdmittedClients > 0 && ', ''],
    [
      'B11',
      'nobody gives back more than was taken',
      "  condition: '#count > :none',\n",
      "  condition: ':none = :none',\n",
    ],
  ]),
  ...mutationsOf('functions/oauth/app-client.ts', at('app-client'), [
    ['B11', 'codes go to the facade', 'CallbackURLs: [callbackUrl]', "CallbackURLs: ['https://client.example/']"],
    ['B11', 'only codes', "AllowedOAuthFlows: ['code']", "AllowedOAuthFlows: ['code', 'implicit']"],
    [
      'B6',
      'tokens live five minutes',
      'AccessTokenValidity: accessTokenMinutes',
      'AccessTokenValidity: refreshTokenMinutes',
    ],
    ['B6', 'refresh tokens are replaced', "Feature: 'ENABLED'", "Feature: 'DISABLED'"],
    ['B6', 'tokens can be revoked', 'EnableTokenRevocation: true', 'EnableTokenRevocation: false'],
    ['B11', 'no flow goes around rotation', "    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],\n", ''],
    [
      'B11',
      'nobody learns who has an account',
      "'ENABLED',\n    EnableTokenRevocation",
      "'LEGACY',\n    EnableTokenRevocation",
    ],
    [
      'C6',
      'scopes of this endpoint only',
      'AllowedOAuthScopes: [...scopes]',
      "AllowedOAuthScopes: [...scopes, 'aws.cognito.signin.user.admin']",
    ],
  ]),
  ...mutationsOf('functions/oauth/admission.ts', at('admission'), [
    ['B11', 'a place is taken first', '    await quota.take();\n', ''],
    ['I6', 'no record, no admission', '      await record(changeRecord(appClientId, applicant.client, parts));\n', ''],
    ['I6', 'the record comes first', '      await admitted.put(appClientId, applicant.client);\n', ''],
    [
      'B11',
      'the later of two is taken back',
      'if (tied !== appClientId) await takeBack(appClientId, applicant, parts);',
      '',
    ],
    [
      'I6',
      'what fails half-way is taken back',
      '      await takeBack(appClientId, applicant, parts);\n      throw error;',
      '      throw error;',
    ],
    ['I6', 'the tie is taken back', '    await untie(appClientId);\n', ''],
    ['I6', 'the authorizer’s item is taken back', '    await admitted.delete(appClientId);\n', ''],
    ['I6', 'the app client is taken back', '    await appClients.delete(appClientId);\n', ''],
    ['B11', 'a place is given back', '    await quota.giveBack();\n', ''],
    ['I6', 'an orphan is named in the log', 'log(describe(`app client ${appClientId} could not be taken back`));', ''],
  ]),
  ...mutationsOf('functions/oauth/admit-client.ts', at('admission'), [
    ['B11', 'one app client per client', 'client.appClientId ?? ', ''],
  ]),
  ...mutationsOf('functions/oauth/read-registration.ts', at('read-registration'), [
    ['B11', 'a registration is short', 'Buffer.byteLength(text) > MAX_BODY_BYTES', 'false'],
    ['B11', 'a registration is counted in bytes', 'Buffer.byteLength(text)', 'text.length'],
    ['B11', 'redirect addresses are judged', 'asked.filter((uri) => mayRegister(uri, redirectHosts))', 'asked'],
    [
      'B11',
      'a registration with a wrong address is refused whole',
      '!asked.every((uri) => redirectKind(uri) !== undefined)',
      'false',
    ],
    ['B11', 'all redirect addresses are judged', '!asked.every(', '!asked.some('],
    ['B11', 'https leads to listed hosts', 'redirectHosts.includes(new URL(uri).host)', 'true'],
    ['B11', 'hosts are listed exactly', 'new URL(uri).host)', 'new URL(uri).hostname)'],
    ['B11', 'few redirect addresses', ".max(5, 'at most 5')", ''],
    [
      'B11',
      'no other way to prove oneself',
      "z\n    .enum(['none', 'client_secret_basic', 'client_secret_post'], 'only public clients are served, with PKCE: none')",
      'z.string()',
    ],
  ]),
  ...mutationsOf('functions/oauth/register-client.ts', at('register-client'), [
    [
      'B11',
      'nothing of the client reaches Cognito',
      'appClientName: `sallyport-${randomUUID()}`',
      'appClientName: name',
    ],
    [
      'B11',
      'a registered client is public',
      "token_endpoint_auth_method: 'none',",
      "token_endpoint_auth_method: 'client_secret_post' as 'none',",
    ],
  ]),
];
