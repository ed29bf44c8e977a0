import { describe, expect, test } from 'vitest';
import { synthesiseDesk } from './desk.ts';
import { freshAnswers, guardedMethods } from './template/api-rules.ts';
import { challenges } from './template/challenge-rules.ts';
import { boundedFunctions, noSecrets, noSideDoor } from './template/function-rules.ts';
import { shortTokens } from './template/identity-rules.ts';
import { keptLogs, throttledMethods } from './template/log-rules.ts';
import { narrowRoles, ownRoles } from './template/role-rules.ts';
import type { TemplateRule } from './template/template-rule.ts';

const { stack } = synthesiseDesk();

const RULES: readonly (readonly [sentence: string, rule: TemplateRule])[] = [
  ['every method asks the authorizer, besides the two metadata documents that reach no function (A8)', guardedMethods],
  ['the authorizer is asked on every request and no answer of anything is kept (B7, A9)', freshAnswers],
  [
    'every 401 and 403 of API Gateway has words of ours, and the challenge if a sign-in would help (B3, A10)',
    challenges,
  ],
  ['access tokens of every client live five minutes and can be revoked (B6)', shortTokens],
  [
    'every function has an end, a size and no loop, and each tool an environment for each caller (D3, D6, D7)',
    boundedFunctions,
  ],
  ['no function has an address of its own, and only routes of this API may start the gates (A8, C5)', noSideDoor],
  [
    'no variable is unknown to a reviewer and nothing in the template is a secret or refers to one by value (H1)',
    noSecrets,
  ],
  ['every log has an end, and the records and the access log cannot be deleted (I5)', keptLogs],
  ['every method has a throttle under its own name, and no request is traced (D6, B8)', throttledMethods],
  [
    'no role has an action or resource without a name, a managed policy, or a way to gain more rights (D1)',
    narrowRoles,
  ],
  ['no two functions share a role, and no role trusts a whole account (D1, C5)', ownRoles],
];

describe.each(RULES)('%s', (_, rule) => {
  test('holds in the reference deployment', () => {
    expect(rule.problemsOf(stack)).toEqual([]);
  });

  test.each(Object.entries(rule.losses))('is found lost when %s', (_words, lose) => {
    expect(rule.problemsOf(lose(stack))).not.toEqual([]);
  });
});
