import { relative } from 'node:path';
import type { ContractDocument } from '../../shared/contract-document.ts';
import { PolicyFile } from '../../shared/policy-file.ts';
import { cedarSchema } from './cedar-schema.ts';
import { sentence } from './error-words.ts';
import { type Cedar, loadCedar } from './load-cedar.ts';
import { type PolicySource, readPolicies, UnusablePolicies } from './read-policies.ts';

/** The policies of a gateway, or what is wrong with them in words. */
export type CompiledPolicies =
  | { readonly ok: true; readonly file: PolicyFile }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the policies of a folder and checks them, strictly, by a schema made from the contracts.
 *
 * What Cedar only warns of is refused too: a policy that can never apply, and letters that look like others.
 */
export function compilePolicies(folder: string, tools: readonly ContractDocument[]): CompiledPolicies {
  const cedar = loadCedar();
  try {
    const sources = readPolicies(relative('', folder) || '.', cedar);
    const schema = cedarSchema(tools);
    const problems = findProblems(cedar, schema, sources);
    if (problems.length > 0) return { ok: false, problems };
    const policies = Object.fromEntries(sources.map(({ id, text }) => [id, text]));
    return { ok: true, file: PolicyFile.parse({ schema, policies }) };
  } catch (error) {
    if (error instanceof UnusablePolicies) return { ok: false, problems: [error.message] };
    throw error;
  }
}

function findProblems(
  cedar: Cedar,
  schema: ReturnType<typeof cedarSchema>,
  sources: readonly PolicySource[],
): readonly string[] {
  const staticPolicies = Object.fromEntries(sources.map(({ id, text }) => [id, text]));
  const answer = cedar.validate({ schema, policies: { staticPolicies }, validationSettings: { mode: 'strict' } });
  if (answer.type === 'failure') return answer.errors.map(sentence);
  const found = [...answer.validationErrors, ...answer.validationWarnings];
  const problems = found.map(({ policyId, error }) => `${placeOf(policyId, sources)}: ${sentence(error)}`);
  return [...new Set([...problems, ...answer.otherWarnings.map(sentence)])];
}

function placeOf(id: string, sources: readonly PolicySource[]): string {
  return sources.find((source) => source.id === id)?.place ?? id;
}
