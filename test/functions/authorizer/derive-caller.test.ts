import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveCaller } from '../../../functions/authorizer/derive-caller.ts';
import { readClaims } from '../../../functions/authorizer/token-claims.ts';
import { Caller } from '../../../shared/caller.ts';
import { ClaimNames } from '../../../shared/claim-names.ts';
import { COGNITO, MACHINE } from './token-fixture.ts';

function derive(claims: Record<string, unknown>): Caller {
  const all = { iat: 1, exp: 2, client_id: 'client', username: 'name', ...claims };
  return deriveCaller(readClaims(all, COGNITO), [MACHINE]);
}

test('a subject that fits everywhere is the id as it is', () => {
  expect(derive({ sub: '0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e' }).id).toBe('0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e');
});

test('two subjects never get one id, and an id always fits AWS (D9)', () => {
  const subject = fc.oneof(
    fc.string({ minLength: 1, maxLength: 255, unit: 'binary' }),
    fc.stringMatching(/^[\w+=,.@-]{1,70}$/),
    fc.stringMatching(/^h-[A-Za-z0-9_-]{43}$/),
  );
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      const [first, second] = [derive({ sub: a }), derive({ sub: b })];
      expect(Caller.parse(first)).toEqual(first);
      expect(first.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9_+=.@-]{1,63}$/);
      expect(first.id === second.id).toBe(a === b);
    }),
  );
});

test.each(['..', '.', '*', '${aws:username}', 'a,b', 'a/b', 'h-abc', '../bob', 'bob\n'])(
  'the subject %j is hashed: it cannot leave a folder or widen a policy (D9)',
  (sub) => {
    expect(derive({ sub }).id).toMatch(/^h-[A-Za-z0-9_-]{43}$/);
  },
);

test('a client that acts for itself is a machine (B13)', () => {
  expect(derive({ sub: 'client', username: undefined })).toMatchObject({ kind: 'machine', subject: 'client' });
  expect(derive({ sub: undefined, username: undefined, client_id: MACHINE })).toMatchObject({
    kind: 'machine',
    subject: MACHINE,
  });
});

test.each([undefined, 'alice'])(
  'a token of people’s client without a subject is nobody’s, named %j or not (B13, D9)',
  (username) => {
    expect(() => derive({ sub: undefined, username })).toThrow(
      expect.objectContaining({ refusal: { reason: 'token_refused', fault: 'claims' } }),
    );
  },
);

test('a client that calls itself by a person’s name stays a machine (B13)', () => {
  const caller = derive({ sub: 'client', username: 'alice' });
  expect(caller.kind).toBe('machine');
  expect(caller).not.toHaveProperty('username');
});

test('a token without a sign-in name is no person’s (B13)', () => {
  expect(derive({ sub: 'app-object-id', username: undefined }).kind).toBe('machine');
});

test('a client that is known as a machine’s acts for nobody else (B13)', () => {
  const claims = { sub: 'alice', client_id: MACHINE };
  expect(() => derive(claims)).toThrow(
    expect.objectContaining({ refusal: { reason: 'token_refused', fault: 'person_as_machine' } }),
  );
  expect(derive({ ...claims, sub: MACHINE, username: undefined })).toMatchObject({ kind: 'machine', subject: MACHINE });
});

test('a tenant is read where the issuer names one, in a form that widens no policy (D9)', () => {
  expect(derive({ sub: 'alice', org: 'acme' })).not.toHaveProperty('tenant');
  const names = ClaimNames.parse({ tenant: ['org'] });
  const claims = { iat: 1, exp: 2, client_id: 'client', username: 'name', sub: 'alice' };
  const tenantOf = (org: string) => deriveCaller(readClaims({ ...claims, org }, names), []).tenant;
  expect(tenantOf('acme')).toBe('acme');
  expect(tenantOf('*')).toMatch(/^h-[A-Za-z0-9_-]{43}$/);
  expect(tenantOf('${aws:username}')).toMatch(/^h-/);
});

test('groups come from the token, Cognito’s first', () => {
  expect(derive({ sub: 'alice', 'cognito:groups': ['support'], groups: ['x'] }).groups).toEqual(['support']);
  expect(derive({ sub: 'alice', groups: ['x'] }).groups).toEqual(['x']);
  expect(derive({ sub: 'alice' }).groups).toEqual([]);
});
