import fc from 'fast-check';
import { expect, test } from 'vitest';
import { issuedClaims } from '../../../functions/exchange/issued-claims.ts';
import { GOOD_CLAIMS, issue } from './fixture/test-issuer.ts';

const tokenOf = (payload: string) => `eyJ9.${Buffer.from(payload).toString('base64url')}.c2ln`;

test('reads audiences and scopes in both of their forms', async () => {
  expect(issuedClaims(await issue())).toMatchObject({ aud: [GOOD_CLAIMS.aud], scope: ['customers.read'] });
  const claims = { ...GOOD_CLAIMS, aud: ['a', 'b'], scp: ['c', 'd'] };
  expect(issuedClaims(await issue(claims))).toMatchObject({ aud: ['a', 'b'], scp: ['c', 'd'] });
});

test.each([
  ['an opaque token', 'opaque'],
  ['a token that nobody signed', `${tokenOf(JSON.stringify(GOOD_CLAIMS)).replace(/\.[^.]*$/, '.')}`],
  ['an encrypted token', 'eyJ9.a.b.c.d'],
  ['a payload that is no JSON', tokenOf('claims')],
  ['a payload that says one claim twice', tokenOf(JSON.stringify(GOOD_CLAIMS).replace('{', '{"sub":"sub-bob",'))],
  ['bytes that are no UTF-8', `eyJ9.${Buffer.from([0xff, 0xfe]).toString('base64url')}.c2ln`],
  ...['iss', 'sub', 'aud', 'exp'].map((name) => [
    `a token without ${name}`,
    tokenOf(JSON.stringify({ ...GOOD_CLAIMS, [name]: undefined })),
  ]),
  ['an actor that is a word', tokenOf(JSON.stringify({ ...GOOD_CLAIMS, act: 'tool' }))],
  ['scopes that are numbers', tokenOf(JSON.stringify({ ...GOOD_CLAIMS, scope: 7 }))],
  ['an end that is a word', tokenOf(JSON.stringify({ ...GOOD_CLAIMS, exp: '9999999999' }))],
])('refuses %s (B9)', (_, token) => {
  expect(() => issuedClaims(token ?? '')).toThrow();
});

test('whatever an issuer sends is claims or an error, and the error quotes nothing (A10)', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(tokenOf)), (token) => {
      try {
        expect(issuedClaims(token).sub).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
