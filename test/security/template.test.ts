import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, test } from 'vitest';
import { synthesiseDesk } from './desk.ts';
import { freshAnswers, guardedMethods } from './template/api-rules.ts';
import { challenges, OTHER_RESPONSE_TYPES, REFUSALS } from './template/challenge-rules.ts';
import { trueDocuments } from './template/document-rules.ts';
import { boundedFunctions, noSecrets, noSideDoor } from './template/function-rules.ts';
import { exactCallbacks, rotatedTokens, shortTokens } from './template/identity-rules.ts';
import { boundedLoans } from './template/loan-rules.ts';
import { keptLogs, throttledMethods } from './template/log-rules.ts';
import { closedNetworks, namedNetworks, watchedNetworks } from './template/network-rules.ts';
import { narrowRoles, ownRoles } from './template/role-rules.ts';
import { keptState } from './template/state-rules.ts';
import type { TemplateRule } from './template/template-rule.ts';

const { stack } = synthesiseDesk();

const RULES: readonly (readonly [sentence: string, rule: TemplateRule])[] = [
  [
    'every method asks the authorizer, besides documents that reach no function and the sign-in that reaches its facade (A8, B11)',
    guardedMethods,
  ],
  ['the authorizer is asked on every request and no answer of anything is kept (B7, A9)', freshAnswers],
  [
    'every 401 and 403 of API Gateway has words of ours, and the challenge if a sign-in would help (B3, A10)',
    challenges,
  ],
  [
    'the documents lead to this endpoint, its own sign-in with PKCE, and the keys that the authorizer trusts (B4, B5, A7)',
    trueDocuments,
  ],
  ['access tokens of every client live five minutes and can be revoked (B6)', shortTokens],
  ['refresh tokens are replaced at every use (B6)', rotatedTokens],
  ['codes reach written-out addresses alone, and the facade is one of them (B11)', exactCallbacks],
  [
    'every function has an end, a size and no loop, and each tool an environment for each caller (D3, D6, D7)',
    boundedFunctions,
  ],
  [
    'no function has an address of its own, and routes of this API may start the gates and the facade only (A8, C5, C7)',
    noSideDoor,
  ],
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
  ['stops are kept, under a key that IAM looks at, in one table that four functions know (B7, C7)', keptState],
  ["every role that is lent has this gateway's boundary, which nobody has as a right (B7)", boundedLoans],
  ['every tool is in a VPC without a way to the internet of its own, and speaks HTTPS or nothing (H4)', closedNetworks],
  ['a tool looks up the names of a list and no others, also while the firewall fails (H4)', namedNetworks],
  [
    'endpoints let loans of this gateway through, to this account alone, and rejections are written down (H4)',
    watchedNetworks,
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

test('every type of answer that API Gateway gives by itself is known, so that no 401 or 403 is forgotten (B3)', () => {
  const types = Object.values(ResponseType).map(({ responseType }) => responseType);
  expect(types.toSorted()).toEqual([...Object.keys(REFUSALS), ...OTHER_RESPONSE_TYPES].toSorted());
});
