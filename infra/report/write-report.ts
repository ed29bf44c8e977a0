import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeReport } from './make-report.ts';
import { readStacks, type StackFiles } from './read-stacks.ts';
import { reportPage } from './report-page.ts';

/** Names of the two files that a synth leaves in the assembly. */
export const ReportFileName = { page: 'sallyport-report.html', data: 'sallyport-report.json' } as const;

/** Writes the report of these stacks beside their templates: one file for people, one for machines. */
export function writeReport(folder: string, stacks: readonly StackFiles[]): void {
  const report = makeReport(readStacks(stacks));
  writeFileSync(join(folder, ReportFileName.page), reportPage(report));
  writeFileSync(join(folder, ReportFileName.data), `${JSON.stringify(report, undefined, 2)}\n`);
}
