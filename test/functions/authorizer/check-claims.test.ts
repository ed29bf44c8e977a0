import { expect, test } from 'vitest';
import { checkClaims } from '../../../functions/authorizer/check-claims.ts';
import { readClaims } from '../../../functions/authorizer/token-claims.ts';
import { COGNITO, goodClaims, RULES } from './token-fixture.ts';

const NOW = 1_800_000_000;

function check(changes: Record<string, unknown>): void {
  const claims = readClaims({ ...goodClaims(), iat: NOW - 10, exp: NOW + 200, ...changes }, COGNITO);
  checkClaims(claims, { typ: undefined, scopes: ['orders.read'], rules: RULES, now: () => new Date(NOW * 1000) });
}

test.each([
  ['is not valid yet', { nbf: NOW + 1 }, 'not_yet_valid'],
  ['has expired', { exp: NOW }, 'expired'],
  ['was issued in the future', { iat: NOW + 6, exp: NOW + 60 }, 'issued_in_future'],
])('refuses a token that %s, by the clock it was given and not by the library’s (B1)', (_, changes, fault) => {
  expect(() => check(changes)).toThrow(expect.objectContaining({ refusal: { reason: 'token_refused', fault } }));
});

test.each([
  ['valid from this very second', { nbf: NOW }],
  ['that expires in a second', { exp: NOW + 1 }],
  ['of an issuer whose clock is five seconds ahead', { iat: NOW + 5 }],
])('lets a token pass %s (B1)', (_, changes) => {
  expect(() => check(changes)).not.toThrow();
});
