import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../infra/cli/run-program.ts';
import { ReportDocument } from '../../../infra/report/report-document.ts';
import { deskAssembly } from '../report/desk-assembly.ts';

let folder: string;
let said: string[];

/** A project whose assembly is newer than anything it is made from. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-command-'));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'exit 1' }));
  symlinkSync(deskAssembly().folder, join(folder, 'cdk.out'));
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  said = [];
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

test('the command says in short what each tool may do, and where the page is', async () => {
  expect(await runProgram(['report'])).toBe(0);
  expect(said.join('\n')).toMatch(/Gateway mcp: \d+ tools, \d+ weak points\n.*save_document/s);
  expect(said.at(-1)).toMatch(/cdk\.out\/sallyport-report\.html$/);
});

test('with --json it prints the report in its documented form, as the synth left it', async () => {
  expect(await runProgram(['report', '--json'])).toBe(0);
  const printed = ReportDocument.parse(JSON.parse(said.join('')));
  expect(printed).toEqual(JSON.parse(readFileSync(join(folder, 'cdk.out', 'sallyport-report.json'), 'utf8')));
});

test('with --out it writes the page, or the data', async () => {
  const page = join(folder, 'page.html');
  const data = join(folder, 'data.json');
  expect(await runProgram(['report', '--out', page])).toBe(0);
  expect(await runProgram(['report', '--json', '--out', data])).toBe(0);
  expect(readFileSync(page, 'utf8')).toBe(readFileSync(join(folder, 'cdk.out', 'sallyport-report.html'), 'utf8'));
  expect(ReportDocument.safeParse(JSON.parse(readFileSync(data, 'utf8'))).success).toBe(true);
  expect(said).toEqual([]);
});

test('a file that cannot be written is said in a sentence', async () => {
  expect(await runProgram(['report', '--out', join(folder, 'nowhere', 'page.html')])).toBe(2);
  expect(said.join('')).toMatch(/cannot be written to .*nowhere/);
});

test('an assembly older than the policies is made anew first, so the report is of what would be deployed', async () => {
  const later = join(folder, 'package-lock.json');
  writeFileSync(later, '{}');
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await runProgram(['report'])).toBe(1);
  expect(said.join('')).toMatch(/Synthesising with "exit 1".*did not synthesise/s);
  rmSync(later);
});
