import { expect, test } from 'vitest';
import * as z from 'zod';
import { logFailure } from '../../../functions/gateway/log-failure.ts';
import { CallError } from '../../../shared/call-failure.ts';

function logged(error: unknown): string[] {
  const lines: string[] = [];
  logFailure((line) => lines.push(line), 'id-1', error);
  return lines;
}

function thrown(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test('writes the cause of a failure as one line with its correlation id (A10)', () => {
  const [line, ...more] = logged(new CallError({ reason: 'loan_refused' }, { cause: new Error('not\nauthorized') }));
  expect(more).toEqual([]);
  expect(line).not.toContain('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    id: 'id-1',
    reason: 'loan_refused',
    causes: [{ name: 'CallError' }, { name: 'Error', message: 'not\nauthorized' }],
  });
});

test.each([
  ['a JSON parser', thrown(() => JSON.parse('secret-value'))],
  ['a schema', thrown(() => z.strictObject({}).parse({ 'secret-value': 1 }))],
])('repeats nothing that %s has read (B8, D5)', (_, cause) => {
  const lines = logged(new CallError({ reason: 'tool_broke_protocol' }, { cause }));
  expect(lines).toHaveLength(1);
  expect(lines.join()).not.toContain('secret');
});

test('says nothing of a failure that its record explains, and everything of an unexpected one', () => {
  expect(logged(new CallError({ reason: 'unknown_tool' }))).toEqual([]);
  expect(logged(new TypeError('x is not a function'))).toHaveLength(1);
  expect(logged('a text was thrown')).toHaveLength(1);
});
