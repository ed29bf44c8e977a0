import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshSeconds } from '../../../functions/oauth/document-freshness.ts';

const fresh = (control?: string, age?: string) =>
  freshSeconds({ ...(control !== undefined && { 'cache-control': control }), ...(age !== undefined && { age }) });

test.each([
  ['nothing', undefined, 300],
  ['no age', 'public', 300],
  ['ten minutes', 'public, max-age=600', 600],
  ['ten minutes in quotes and capitals', 'Max-Age="600"', 600],
  ['a second', 'max-age=1', 60],
  ['a year', 'max-age=31536000, immutable', 86_400],
  ['that it must not be stored', 'no-store, max-age=9000', 60],
  ['that it must be asked for', 'no-cache', 60],
  ['that one header must not be stored', 'no-cache="set-cookie", max-age=9000', 60],
  ['two ages', 'max-age=9000, max-age=600', 600],
  ['nonsense', 'max-age=soon', 60],
  ['less than nothing', 'max-age=-600', 60],
])('a document that says %s is read again in time (AS5)', (_, control, seconds) => {
  expect(fresh(control)).toBe(seconds);
});

test('what a cache on the way kept already counts (RFC 9111 §4.2.3)', () => {
  expect(fresh('max-age=600', '500')).toBe(100);
  expect(fresh('max-age=600', '9000')).toBe(60);
});

test('whatever a host says, a document is read at most once a minute and at least once a day (F9)', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer().map((n) => `max-age=${n}`),
      ),
      fc.string(),
      (control, age) => {
        expect(fresh(control, age)).toBeGreaterThanOrEqual(60);
        expect(fresh(control, age)).toBeLessThanOrEqual(86_400);
      },
    ),
  );
});
