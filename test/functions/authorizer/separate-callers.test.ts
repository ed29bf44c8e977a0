import { expect, test } from 'vitest';
import { sign, testIssuer, verifierOf } from './token-fixture.ts';

test('a thousand interleaved requests of many callers each learn who they are, on one warm verifier (D2)', async () => {
  const issuer = await testIssuer();
  const verify = verifierOf(issuer);
  const callers = Array.from({ length: 20 }, (_, n) => `caller-${n}`);
  const tokens = await Promise.all(callers.map((sub) => sign(issuer, { sub, username: `name of ${sub}` })));
  const asked = Array.from({ length: 1000 }, (_, n) => n % callers.length);
  const answers = await Promise.all(asked.map((n) => verify(tokens[n] ?? '')));
  expect(answers.map(({ caller }) => caller.id)).toEqual(asked.map((n) => callers[n]));
  expect(answers.every(({ caller }) => caller.username === `name of ${caller.id}`)).toBe(true);
});
