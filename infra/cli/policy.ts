import { existsSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import type { Command } from 'commander';
import { policyEngine } from '../../shared/policy-engine.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import { freshAssembly } from './fresh-assembly.ts';
import { decideRow, type PolicyResult, type PolicyRow, readPolicyTable } from './policy-table.ts';
import { visibleText } from './visible-text.ts';

/** Tables that are run when none is named. */
const TABLES = 'infra/policies/*.test.jsonl';

/** Adds `sallyport policy`: tries policies out, and shows what they can speak about. Offline. */
export function addPolicyCommand(program: Command): void {
  const policy = program.command('policy').description('try the policies out on this machine, without AWS');
  policy
    .command('test')
    .description('run a table of callers, tools and arguments against the policies')
    .argument('[file]', 'JSON lines: caller, client, tool, arguments, expect (allow, deny or hidden)', TABLES)
    .option('--json', 'print one JSON line for each row')
    .action(testPolicies);
  policy
    .command('schema')
    .description('show what policies can speak about, as a Cedar schema made from the contracts')
    .action(printSchema);
}

async function testPolicies(file: string, { json }: { readonly json?: true }): Promise<void> {
  const rows = await readTables(file);
  const { policies, contracts } = await freshPolicies();
  const { loadCedar } = await import('../policy/load-cedar.ts');
  const engine = policyEngine(loadCedar(), policies);
  const results = rows.map((row) => decideRow(row, engine, contracts.tools));
  for (const result of results) console.log(json ? JSON.stringify(result) : lineOf(result));
  const wrong = results.filter(({ ok }) => !ok).length;
  const words = json ? '' : `${wrong} of ${results.length} rows came out otherwise than expected.`;
  if (wrong > 0) throw new CommandError(ExitCode.refused, words);
}

async function printSchema(): Promise<void> {
  const { contracts } = await freshPolicies();
  const [{ loadCedar }, { cedarSchema }] = await Promise.all([
    import('../policy/load-cedar.ts'),
    import('../policy/cedar-schema.ts'),
  ]);
  const drawn = loadCedar().schemaToText(cedarSchema(contracts.tools));
  if (drawn.type !== 'success') throw new Error('the schema of the contracts cannot be drawn');
  console.log(drawn.text.replaceAll('__cedar::', ''));
}

async function readTables(pattern: string): Promise<readonly PolicyRow[]> {
  const files = existsSync(pattern) ? [pattern] : (await Array.fromAsync(glob(pattern))).toSorted();
  const rows = files.flatMap((file) => readPolicyTable(file, readFileSync(file, 'utf8')));
  if (rows.length > 0) return rows;
  throw new CommandError(ExitCode.usage, `There is no row in ${pattern}. Name a table, or write one there.`);
}

/** The policies tested are those that would be deployed. */
async function freshPolicies() {
  const assembly = await freshAssembly();
  const { policyOfAssembly } = await import('./policy-of-assembly.ts');
  return policyOfAssembly(assembly);
}

/** One row for people: the mark, what came out, and why. */
function lineOf({ ok, row, verdict, because }: PolicyResult): string {
  const { kind, groups } = row.caller;
  const who = groups.length > 0 ? `${kind} in ${groups.join(', ')}` : kind;
  const outcome = ok ? verdict : `${verdict}, expected ${row.expect}`;
  const cells = [(ok ? 'ok' : 'WRONG').padEnd(5), row.tool.padEnd(20), who.padEnd(26), outcome, `(${because})`];
  return visibleText([...cells, row.note ?? ''].join('  ').trimEnd());
}
