import { assemblyStacks } from './assembly-stacks.ts';
import { makeReport } from './make-report.ts';
import { readStacks } from './read-stacks.ts';
import type { ReportDocument } from './report-document.ts';

/** Makes the report of an assembly that lies on disk, all its stages together. */
export function readReport(assembly: string): ReportDocument {
  return makeReport(readStacks(assemblyStacks(assembly)));
}
