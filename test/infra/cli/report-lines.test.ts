import { expect, test } from 'vitest';
import { reportLines } from '../../../infra/cli/report-lines.ts';
import { makeReport } from '../../../infra/report/make-report.ts';
import { deskAssembly } from '../report/desk-assembly.ts';
import { stacksOf } from '../report/stacks-of.ts';

test('the report in short has one line for each tool, and one for each weak point', () => {
  const report = deskAssembly().reportWith(() => {});
  const [gateway] = report.gateways;
  const lines = reportLines(report);
  expect(lines).toHaveLength(1 + (gateway?.tools.length ?? 0) + (gateway?.weakenings.length ?? 0));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}save_document +write +person depends; s3:DeleteObject /));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}! shared-secret {2}exchange_rate: /));
});

test('what could not be placed is said, with nothing in it that steers the terminal', () => {
  const stacks = stacksOf({ Resources: { 'N\u001b[2J': { Type: 'AWS::CloudFormation::Stack' } } });
  expect(reportLines(makeReport(stacks))).toEqual([expect.stringMatching(/^! not placed: a nested stack.*u\{1b\}/)]);
});
