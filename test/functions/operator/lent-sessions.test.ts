import { expect, test } from 'vitest';
import { lentSessionsOf } from '../../../functions/operator/lent-sessions.ts';

test.each([
  [{ kind: 'all' }, {}],
  [{ kind: 'tool', name: 'list_orders' }, { tag: { key: 'tool', value: 'list_orders' } }],
  [{ kind: 'client', name: 'app-1' }, { tag: { key: 'client', value: 'app-1' } }],
  [{ kind: 'user', name: 's-1' }, { tag: { key: 'caller', value: 's-1' } }],
] as const)('%j has the sessions that the gateway tags so (B7)', (target, sessions) => {
  expect(lentSessionsOf(target)).toEqual(sessions);
});

test('a person with an unusual subject is found by the id the authorizer gave (D9)', () => {
  expect(lentSessionsOf({ kind: 'user', name: 'auth0|1' })?.tag?.value).toMatch(/^h-[A-Za-z0-9_-]{43}$/);
});

test.each([
  { kind: 'token', name: 'id' },
  { kind: 'client', name: '${aws:PrincipalTag/client}' },
  { kind: 'client', name: '*' },
] as const)('%j has no session of its own, and no policy is written for it (B7)', (target) => {
  expect(lentSessionsOf(target)).toBeUndefined();
});
