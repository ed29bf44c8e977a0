import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDone, orderWords } from '../../../infra/cli/order-words.ts';
import type { OperatorAnswer, OperatorOrder } from '../../../shared/operator-request.ts';

const ORDER: OperatorOrder = { gateway: 'desk', action: 'revoke', target: { kind: 'user', name: 'alice' } };
const ACTOR = 'arn:aws:iam::123456789012:user/kim';

function answer(steps: [step: 'sign_out' | 'end_sessions' | 'record', done: boolean][], target = ORDER.target) {
  const before = { disabledAt: 1_795_000_000 };
  return {
    ok: true,
    actor: ACTOR,
    target,
    before,
    after: { ...before, revokedAt: 1_795_000_060 },
    steps: steps.map(([step, done]) => ({ step, done })),
  } satisfies OperatorAnswer;
}

test('an order that was carried out says old and new value, who did it and what was done (I6)', () => {
  const done = answer(
    [
      ['sign_out', true],
      ['end_sessions', true],
      ['record', true],
    ],
    { kind: 'user', name: 's-1' },
  );
  expect(isDone(done)).toBe(true);
  expect(orderWords(ORDER, done).split('\n')).toEqual([
    'Revoked user alice (s-1)',
    '  before: disabledAt 2026-11-18T11:06:40Z',
    '  after:  disabledAt 2026-11-18T11:06:40Z, revokedAt 2026-11-18T11:07:40Z',
    `  by:     ${ACTOR}`,
    '  done: signed out at the issuer',
    '  done: AWS credentials lent before end within seconds',
    '  done: recorded in the audit log',
  ]);
});

test.each(['sign_out', 'end_sessions', 'record'] as const)(
  'a step that failed is named, and so is what to do: %s (I6)',
  (step) => {
    const partly = answer([[step, false]]);
    expect(isDone(partly)).toBe(false);
    expect(orderWords(ORDER, partly)).toMatch(
      /NOT done: .*\nThe change itself is in force\. Give the same order again/,
    );
  },
);

test('who revokes a token is told what that does not end (B7)', () => {
  const order: OperatorOrder = { ...ORDER, target: { kind: 'token', name: 'id' } };
  expect(orderWords(order, answer([['record', true]], order.target))).toMatch(/up to 15 minutes.*revoke the user/);
});

test.each([
  'order_refused',
  'actor_unknown',
  'target_unknown',
  'record_refused',
  'state_unreachable',
  'unexpected',
] as const)('a refusal says what to do next: %s', (reason) => {
  const refused: OperatorAnswer = { ok: false, reason, message: 'Nothing was changed.' };
  expect(isDone(refused)).toBe(false);
  expect(orderWords(ORDER, refused)).toMatch(/^Nothing was changed\.\n[A-Z].*\.$/);
});

test('no name can steer the terminal or forge a line (I8)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const target = { kind: 'user' as const, name };
      const words = orderWords({ ...ORDER, target }, { ...answer([['record', true]], target), actor: name });
      expect(words.split('\n')).toHaveLength(5);
      expect(words).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    }),
    { examples: [['\u001b[2J\nDone']] },
  );
});
