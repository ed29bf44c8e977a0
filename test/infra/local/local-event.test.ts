import { expect, test } from 'vitest';
import { eventLine } from '../../../infra/local/local-event.ts';

test('a denial is shown with the statement that decided, however many lines it has', () => {
  const line = eventLine({
    event: 'denied',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    text: 'no\nstatement 2',
  });
  expect(line).toBe('  denied   no\n           statement 2');
});

test('a request is shown when API Gateway answered it by itself', () => {
  expect(eventLine({ event: 'request', requestId: 'r', status: 401, reason: 'unauthorized' })).toBe(
    '  401      unauthorized',
  );
  expect(eventLine({ event: 'request', requestId: 'r', status: 200 })).toBeUndefined();
});

test.each([
  'START RequestId: 1 Version: $LATEST',
  'REPORT RequestId: 1 Duration: 2 ms',
  '2026-01-01T00:00:00.000Z\t1\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"Unauthorized","stack":[]}',
])('noise of the runtime is left out: %s', (text) => {
  expect(eventLine({ event: 'log', function: 'f', text })).toBeUndefined();
});

test.each([
  'a line of the tool',
  '2026-01-01T00:00:00.000Z\t1\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"something else"}',
])('what a function wrote is shown under its name: %s', (text) => {
  expect(eventLine({ event: 'log', function: 'mcp-list_orders', text })).toBe(`  mcp-list_orders  ${text}`);
});

test('a failure of local mode itself is never hidden', () => {
  expect(eventLine({ event: 'fault', text: 'Error: broken' })).toBe('  fault    Error: broken');
});
