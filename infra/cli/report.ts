import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { CommandError, ExitCode } from './exit-code.ts';
import { freshAssembly } from './fresh-assembly.ts';
import { reportLines } from './report-lines.ts';

interface ReportOptions {
  readonly json?: true;
  readonly out?: string;
}

/** Adds `sallyport report`: what the tools may do in AWS and outside, for whom, and what is weaker than it could be. Offline. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('show what the tools may do and for whom, from the templates that would be deployed')
    .option('--json', 'the report as JSON, in its documented form')
    .option('--out <file>', 'write it to a file: a page for people, or JSON with --json')
    .action(report);
}

async function report({ json, out }: ReportOptions): Promise<void> {
  const assembly = await freshAssembly();
  const [{ readReport }, { reportPage }, { ReportFileName }] = await Promise.all([
    import('../report/read-report.ts'),
    import('../report/report-page.ts'),
    import('../report/write-report.ts'),
  ]);
  const found = readReport(assembly);
  const text = json ? `${JSON.stringify(found, undefined, 2)}\n` : reportPage(found);
  if (out !== undefined) return write(out, text);
  if (json) return void process.stdout.write(text);
  for (const line of reportLines(found)) console.log(line);
  console.log(`The page for reviewers: ${relative('', join(assembly, ReportFileName.page))}`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new CommandError(
      ExitCode.usage,
      `The report cannot be written to ${file}. Name a file in a folder that exists.`,
      {
        cause,
      },
    );
  }
}
