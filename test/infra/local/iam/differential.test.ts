import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from './iam-simulate.ts';
import { decide } from './policy-case.ts';
import { randomCase } from './random-case.ts';

/** About 1 ms each. */
const RUNS = 500;

test('agrees with an independent evaluator on random policies and requests', async () => {
  await fc.assert(
    fc.asyncProperty(randomCase, async (asked) => {
      expect(decide(asked).allowed).toBe(await simulate(asked));
    }),
    { numRuns: RUNS },
  );
});

test('tries policies that allow and policies that deny, for the comparison to mean something', () => {
  const answers = fc.sample(randomCase, RUNS).map((asked) => decide(asked).allowed);
  expect(answers.filter((allowed) => allowed).length).toBeGreaterThan(RUNS / 20);
  expect(answers.filter((allowed) => !allowed).length).toBeGreaterThan(RUNS / 20);
});
