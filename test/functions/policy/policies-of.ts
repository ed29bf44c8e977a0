import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicies, type Policies } from '../../../functions/policy/load-policies.ts';
import { compilePolicies } from '../../../infra/policy/compile-policies.ts';
import { loadCedar } from '../../../infra/policy/load-cedar.ts';
import type { ContractDocument } from '../../../shared/contract-document.ts';

/** Compiles a text of policies as synth does, in a folder of its own. */
export function compiledText(text: string, tools: readonly ContractDocument[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-policies-'));
  try {
    writeFileSync(join(folder, 'test.cedar'), text);
    return compilePolicies(folder, tools);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Policies as the gateway loads them. */
export function policiesOf(text: string, tools: readonly ContractDocument[]): Policies {
  const compiled = compiledText(text, tools);
  if (!compiled.ok) throw new Error(compiled.problems.join('\n'));
  const policies = loadPolicies({ policies: true }, { file: () => compiled.file, cedar: loadCedar });
  if (!policies) throw new Error('policies are there and were not loaded');
  return policies;
}
