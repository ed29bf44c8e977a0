import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseReportedError } from '../../../../infra/local/lambda/reported-error.ts';

test('reads whatever a function reports as an error with a name and a message', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const { errorType, errorMessage } = parseReportedError(text);
      expect([typeof errorType, typeof errorMessage]).toEqual(['string', 'string']);
    }),
  );
});

test('keeps the name, message and trace of an error', () => {
  const error = { errorType: 'RangeError', errorMessage: 'too many', trace: ['RangeError: too many'] };
  expect(parseReportedError(JSON.stringify(error))).toEqual(error);
});
