import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveCaller } from '../../../functions/authorizer/derive-caller.ts';
import { readClaims } from '../../../functions/authorizer/token-claims.ts';
import { ClaimNames } from '../../../shared/claim-names.ts';
import { askGate, COGNITO, refusal, SCOPE_PREFIX, sign, testIssuer } from './token-fixture.ts';

const TIMES = { iat: 1_800_000_000, exp: 1_800_000_300 };

interface Issuer {
  readonly names: ClaimNames;
  readonly person: Record<string, unknown>;
  readonly machine: Record<string, unknown>;
}

/** Access tokens as these issuers document them, each with the names a deployment gives for it. */
const ISSUERS: Readonly<Record<string, Issuer>> = {
  Cognito: {
    names: COGNITO,
    person: {
      token_use: 'access',
      sub: 's-1',
      client_id: 'app',
      username: 'ann',
      scope: 'a b',
      'cognito:groups': ['g'],
    },
    machine: { token_use: 'access', sub: 'app', client_id: 'app', scope: 'a b' },
  },
  'Entra ID': {
    names: ClaimNames.parse({ subject: ['oid'], scope: ['scp', 'roles'], accessToken: { claim: 'ver', value: '2.0' } }),
    person: {
      ver: '2.0',
      oid: 's-1',
      sub: 'pairwise',
      azp: 'app',
      preferred_username: 'ann',
      scp: 'a b',
      groups: ['g'],
    },
    machine: { ver: '2.0', oid: 'principal', sub: 'principal', azp: 'app', roles: ['a', 'b'] },
  },
  Okta: {
    names: ClaimNames.parse({
      subject: ['uid'],
      client: ['cid'],
      username: ['sub'],
      scope: ['scp'],
      accessToken: { claim: 'scp' },
    }),
    person: { uid: 's-1', sub: 'ann', cid: 'app', scp: ['a', 'b'], groups: ['g'] },
    machine: { sub: 'app', cid: 'app', scp: ['a', 'b'] },
  },
  Auth0: {
    names: ClaimNames.parse({
      username: ['https://example.com/name'],
      groups: ['https://example.com/groups'],
      accessToken: { claim: 'azp' },
    }),
    person: {
      sub: 's-1',
      azp: 'app',
      scope: 'a b',
      'https://example.com/name': 'ann',
      'https://example.com/groups': ['g'],
    },
    machine: { sub: 'app@clients', azp: 'app', scope: 'a b', gty: 'client-credentials' },
  },
  Keycloak: {
    names: ClaimNames.parse({
      client: ['azp'],
      groups: [['realm_access', 'roles']],
      accessToken: { claim: 'typ', value: 'Bearer' },
    }),
    person: {
      typ: 'Bearer',
      sub: 's-1',
      azp: 'app',
      preferred_username: 'ann',
      scope: 'a b',
      realm_access: { roles: ['g'] },
    },
    machine: { typ: 'Bearer', sub: 'app', azp: 'app', scope: 'a b', realm_access: { roles: [] } },
  },
};

/** Every name that is read: those of the map, in whole or as the beginning of a path. */
function namesRead(names: ClaimNames): ReadonlySet<string> {
  const { subject, client, username, groups, scope, accessToken } = names;
  const paths = [...subject, ...client, ...username, ...groups, ...scope];
  const mark = accessToken ? [accessToken.claim] : [];
  return new Set([...paths, ...mark].map((path) => (typeof path === 'string' ? path : (path[0] ?? ''))));
}

describe.each(Object.entries(ISSUERS))('a token of %s', (_, { names, person, machine }) => {
  test('says who the person is, which client acts, with which scopes and groups (B1)', () => {
    const claims = readClaims({ ...TIMES, ...person }, names);
    expect(claims.scopes).toEqual(['a', 'b']);
    expect(claims.marked || claims.token_use === 'access').toBe(true);
    expect(deriveCaller(claims, [])).toEqual({
      id: 's-1',
      subject: 's-1',
      kind: 'person',
      username: 'ann',
      clientId: 'app',
      groups: ['g'],
    });
  });

  test('of a machine names no person (B13)', () => {
    const claims = readClaims({ ...TIMES, ...machine }, names);
    expect(claims.scopes).toEqual(['a', 'b']);
    expect(deriveCaller(claims, ['app'])).toMatchObject({ kind: 'machine', clientId: 'app' });
  });

  test('is refused, or is no access token, when a claim it is read by has another type (B1)', () => {
    for (const name of Object.keys(person).filter((claim) => namesRead(names).has(claim))) {
      const read = () => readClaims({ ...TIMES, ...person, [name]: 7 }, names);
      if (name === 'typ' || name === 'ver') expect(read().marked).toBe(false);
      else expect(read, name).toThrow();
    }
  });
});

test('a claim under a name nobody mapped never says who is calling, or with which right (B1)', () => {
  const fixed = ['token_use', 'iat', 'exp', 'nbf', 'aud', 'jti', 'origin_jti', 'auth_time'];
  const likely = ['sub', 'oid', 'uid', 'client_id', 'cid', 'azp', 'scp', 'roles', 'groups', 'cognito:groups', 'typ'];
  const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.integer(), fc.constant({ roles: ['admin'] }));
  const extras = fc.dictionary(fc.oneof(fc.constantFrom(...likely, 'username', 'email', 'scope'), fc.string()), value);
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(ISSUERS)), extras, ({ names, person }, extra) => {
      const used = new Set([...fixed, ...namesRead(names)]);
      const ignored = Object.fromEntries(Object.entries(extra).filter(([name]) => !used.has(name)));
      const plain = { ...TIMES, ...person };
      expect(readClaims({ ...ignored, ...plain }, names)).toEqual(readClaims(plain, names));
    }),
  );
});

test('the first name that is there counts, and the others must be right all the same (B1)', () => {
  const claims = { ...TIMES, client_id: 'one', azp: 'two', username: 'a', preferred_username: 'b' };
  expect(readClaims(claims, COGNITO)).toMatchObject({ client: 'one', username: 'a' });
  expect(readClaims({ ...claims, client_id: undefined, username: undefined }, COGNITO)).toMatchObject({
    client: 'two',
    username: 'b',
  });
  expect(() => readClaims({ ...claims, azp: 7 }, COGNITO)).toThrow();
});

test.each([
  ['a null', { sub: null }],
  ['an empty client', { client_id: '' }],
  ['a list of names', { username: ['a', 'b'] }],
  ['a number among groups', { 'cognito:groups': ['a', 1] }],
  ['a number among scopes', { scope: ['a', 1] }],
  ['a scope with a space, which would become two', { scope: ['a b'] }],
  ['an empty scope in a list', { scope: [''] }],
])('refuses %s (B1)', (_, changes) => {
  expect(() => readClaims({ ...TIMES, sub: 's', client_id: 'c', ...changes }, COGNITO)).toThrow();
});

describe('a path to a claim', () => {
  const names = ClaimNames.parse({ groups: [['realm_access', 'roles']] });
  const groupsOf = (claims: object) => readClaims({ ...TIMES, ...claims }, names).groups;

  test('ends in nothing where nothing stands (B1)', () => {
    expect(groupsOf({})).toEqual([]);
    expect(groupsOf({ realm_access: {} })).toEqual([]);
    expect(groupsOf({ 'realm_access.roles': ['admin'], roles: ['admin'] })).toEqual([]);
  });

  test.each(['admin', ['admin'], null, 1])('refuses the token when %j stands on the way (B1)', (realm_access) => {
    expect(() => groupsOf({ realm_access })).toThrow();
  });

  test('never reaches into what JavaScript puts into every object (B1)', () => {
    const inherited = ClaimNames.parse({ subject: ['constructor', ['constructor', 'name']], groups: ['__proto__'] });
    expect(readClaims({ ...TIMES }, inherited)).toMatchObject({ subject: undefined, groups: [] });
  });
});

describe('the mark of an access token', () => {
  const marked = (accessToken: ClaimNames['accessToken'], claims: object) =>
    readClaims({ ...TIMES, ...claims }, ClaimNames.parse({ accessToken })).marked;

  test('is the value given, or any where none is given; nothing where no claim is named (B1)', () => {
    expect(marked({ claim: 'typ', value: 'Bearer' }, { typ: 'Bearer' })).toBe(true);
    expect(marked({ claim: 'scp' }, { scp: 'a' })).toBe(true);
    for (const typ of ['ID', 'bearer', ['Bearer'], undefined, null]) {
      expect(marked({ claim: 'typ', value: 'Bearer' }, { typ })).toBe(false);
    }
    for (const scp of [undefined, null]) expect(marked({ claim: 'scp' }, { scp })).toBe(false);
    expect(marked(undefined, { typ: 'Bearer', undefined: 'x' })).toBe(false);
  });

  test('lets a token pass that has it, and token_use still decides where it is there (B1)', async () => {
    const issuer = await testIssuer();
    const claimNames = ClaimNames.parse({ accessToken: { claim: 'typ', value: 'Bearer' } });
    const ask = async (changes: object) => askGate(issuer, await sign(issuer, { ...changes }), { claimNames });
    await expect(ask({ token_use: undefined, typ: 'Bearer' })).resolves.toBeDefined();
    await expect(ask({ token_use: undefined, typ: 'ID' })).rejects.toEqual(refusal('not_access_token'));
    await expect(ask({ token_use: 'id', typ: 'Bearer' })).rejects.toEqual(refusal('not_access_token'));
  });

  test('scopes come from the claim that is named for them, and from no other (C6)', async () => {
    const issuer = await testIssuer();
    const claimNames = ClaimNames.parse({ scope: ['scp'] });
    const token = await sign(issuer, { scp: [`${SCOPE_PREFIX}a`], scope: `${SCOPE_PREFIX}b` });
    await expect(askGate(issuer, token, { claimNames })).resolves.toMatchObject({ scopes: ['a'] });
  });
});
