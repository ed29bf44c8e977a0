import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callerId } from '../../../functions/identity/caller-id.ts';
import { CALLER_ID } from '../../../shared/caller.ts';

test('two subjects never get one id, and an id always fits AWS (D9)', () => {
  const subject = fc.oneof(
    fc.string({ minLength: 1, maxLength: 255, unit: 'binary' }),
    fc.stringMatching(/^[\w+=,.@-]{1,70}$/),
    fc.stringMatching(/^h-[A-Za-z0-9_-]{43}$/),
  );
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      expect(callerId(a)).toMatch(CALLER_ID);
      expect(callerId(a) === callerId(b)).toBe(a === b);
    }),
  );
});

test.each(['..', '*', '${aws:username}', 'a,b', 'a/b', 'h-abc', '../bob', 'bob\n'])(
  'the subject %j is hashed: it cannot leave a folder or widen a policy (D9)',
  (subject) => expect(callerId(subject)).toMatch(/^h-[A-Za-z0-9_-]{43}$/),
);

test('a subject that fits everywhere is the id as it is', () => {
  expect(callerId('0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e')).toBe('0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e');
});
