import { expect, test } from 'vitest';
import { CALLER_VARIABLE, LOAN_SECONDS, LOAN_TAGS, SessionTag, TENANT_VARIABLE } from '../../shared/session-tags.ts';

test('grants speak of the tag that names the caller, and of no other (D9)', () => {
  expect(SessionTag).toEqual({ caller: 'caller', client: 'client', tool: 'tool' });
  expect(CALLER_VARIABLE).toBe('${aws:PrincipalTag/caller}');
});

test('a loan has no tags but these, and a tenant’s is a variable of its own (D9)', () => {
  expect(LOAN_TAGS).toEqual(['caller', 'client', 'tool', 'tenant']);
  expect(TENANT_VARIABLE).toBe('${aws:PrincipalTag/tenant}');
});

test('a loan lasts a quarter of an hour, the shortest STS gives (D5)', () => {
  expect(LOAN_SECONDS).toBe(900);
});
