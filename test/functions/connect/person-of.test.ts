import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { personOf } from '../../../functions/connect/person-of.ts';
import { callerId } from '../../../functions/identity/caller-id.ts';
import { ClaimNames } from '../../../shared/claim-names.ts';

const COGNITO = ClaimNames.parse({});

test('a person has the id in AWS that the authorizer makes of their access tokens (B10)', () => {
  const person = personOf({ sub: 'auth0|7', token_use: 'id', 'cognito:username': 'alice' }, COGNITO);
  expect(person).toEqual({ id: callerId('auth0|7'), name: 'alice' });
});

test('subject and name are read under the names of the issuer', () => {
  const names = ClaimNames.parse({ subject: ['oid'], username: ['upn'] });
  expect(personOf({ sub: 'pairwise', oid: 'one-in-the-tenant', upn: 'alice@example.com' }, names)).toEqual({
    id: 'one-in-the-tenant',
    name: 'alice@example.com',
  });
});

test('who has no name is shown by the subject', () => {
  expect(personOf({ sub: 'alice-1' }, COGNITO).name).toBe('alice-1');
});

test.each([
  { sub: 'alice-1', token_use: 'access' },
  {},
  { sub: '' },
  { sub: 7 },
  { sub: 'x'.repeat(256) },
  'text',
  null,
])('claims that are of no ID token or say nobody are refused: %j (B1)', (claims) => {
  expect(() => personOf(claims, COGNITO)).toThrow();
});

test('of any claims somebody comes out, or a refusal', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('sub', 'username', 'email', 'token_use'), fc.jsonValue()), (claims) => {
      try {
        const { id, name } = personOf(claims, COGNITO);
        expect([id.length >= 2, name.length >= 1]).toEqual([true, true]);
      } catch (error) {
        expect(error).toBeInstanceOf(ConnectError);
      }
    }),
  );
});
