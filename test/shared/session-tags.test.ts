import { expect, test } from 'vitest';
import { CALLER_VARIABLE, LOAN_SECONDS, SessionTag } from '../../shared/session-tags.ts';

test('grants speak of the tag that names the caller, and of no other (D9)', () => {
  expect(SessionTag).toEqual({ caller: 'caller', client: 'client', tool: 'tool' });
  expect(CALLER_VARIABLE).toBe('${aws:PrincipalTag/caller}');
});

test('a loan lasts a quarter of an hour, the shortest STS gives (D5)', () => {
  expect(LOAN_SECONDS).toBe(900);
});
