import { expect, test } from 'vitest';
import { checkConditionKey } from '../../../../infra/local/iam/known-condition-keys.ts';

const known = new Set(['aws:sourceip', 'aws:principaltag/*']);

test.each(['aws:SourceIp', 'AWS:SOURCEIP', 'aws:PrincipalTag/caller', 'aws:principalTAG/a/b'])('knows %s', (key) => {
  expect(checkConditionKey(key, known, 'a policy')).toBe(key);
});

test.each(['aws:SourceVpc', 'aws:PrincipalTag', 'aws:PrincipalTag/', 'aws:SourceIp/x', '/x', ''])(
  'stops at "%s"',
  (key) => {
    expect(() => checkConditionKey(key, known, 'a policy')).toThrow(`the condition key ${key} (in a policy)`);
  },
);
