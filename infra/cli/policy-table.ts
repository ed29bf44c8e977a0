import * as z from 'zod';
import { CALLER_ID } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';
import type { PolicyEngine } from '../../shared/policy-engine.ts';
import { CommandError, ExitCode } from './exit-code.ts';

/**
 * What policies can say to a call: `allow`; `deny`, with these arguments; `hidden`, with any arguments, so that the caller
 * does not even see the tool.
 */
const Verdict = z.enum(['allow', 'deny', 'hidden']);
type Verdict = z.infer<typeof Verdict>;

/** One line of a table: who calls what, and what must come of it. */
export const PolicyRow = z.strictObject({
  note: z.string().optional(),
  caller: z.strictObject({
    id: z.string().regex(CALLER_ID).default('somebody'),
    kind: z.enum(['person', 'machine']).default('person'),
    groups: z.array(z.string()).default([]),
  }),
  client: z.string().min(1).default('any-client'),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()).default({}),
  expect: Verdict,
});
export type PolicyRow = z.infer<typeof PolicyRow>;

/** A row with its answer. `unfit` is no verdict: the row asks what no call could ask. */
export interface PolicyResult {
  readonly row: PolicyRow;
  readonly verdict: Verdict | 'unfit';
  /** Ids of the policies that decided; or why the row is unfit. */
  readonly because: string;
  readonly ok: boolean;
}

/**
 * Reads a table: JSON lines, empty ones left out.
 *
 * @throws CommandError that names the line which is no row.
 */
export function readPolicyTable(file: string, text: string): readonly PolicyRow[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readRow(`${file}:${index + 1}`, line)]));
}

function readRow(place: string, line: string): PolicyRow {
  try {
    return PolicyRow.parse(JSON.parse(line));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : 'it is not JSON';
    throw new CommandError(ExitCode.usage, `${place} is no row of a policy table: ${why}`, { cause });
  }
}

/** Answers a row as the gateway would, scopes left aside: they are the token's business. */
export function decideRow(row: PolicyRow, engine: PolicyEngine, tools: readonly ContractDocument[]): PolicyResult {
  const tool = tools.find(({ name }) => name === row.tool);
  if (!tool) return unfit(row, `there is no tool ${row.tool}`);
  const checked = z.fromJSONSchema({ ...tool.inputSchema }).safeParse(row.arguments);
  if (!checked.success) return unfit(row, z.prettifyError(checked.error).replaceAll('\n', ' '));
  const question = { caller: { ...row.caller, clientId: row.client }, tool };
  const { allowed, policies } = engine.decide(question, row.arguments);
  const refused = engine.mayEverCall(question) ? 'deny' : 'hidden';
  const verdict = allowed ? 'allow' : refused;
  return { row, verdict, because: policies.join(', ') || 'no policy permits it', ok: verdict === row.expect };
}

function unfit(row: PolicyRow, because: string): PolicyResult {
  return { row, verdict: 'unfit', because, ok: false };
}
