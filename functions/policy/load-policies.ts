import { createRequire } from 'node:module';
import type { ContractFile } from '../../shared/contract-document.ts';
import { type Cedar, type PolicyEngine, policyEngine } from '../../shared/policy-engine.ts';
import { CEDAR_PACKAGE, POLICY_PACKAGE, PolicyFile } from '../../shared/policy-file.ts';

/** Gives the parsed policies; parses at its first call, because many requests decide nothing. */
export type Policies = () => PolicyEngine;

/** Both packages exist in the policy layer only; esbuild does not follow a `require` that is made at run time. */
interface PolicyLayer {
  readonly file: () => unknown;
  readonly cedar: () => Cedar;
}

/**
 * Reads the policies from the Lambda layer, or answers undefined for a gateway without policies.
 *
 * @throws Error or ZodError when there should be policies and there are none: a gateway that lost them serves nobody (C1).
 */
export function loadPolicies(
  { policies }: Pick<ContractFile, 'policies'>,
  layer: PolicyLayer = layerOn(createRequire(import.meta.url)),
): Policies | undefined {
  if (!policies) return undefined;
  const file = PolicyFile.parse(layer.file());
  let engine: PolicyEngine | undefined;
  return () => {
    engine ??= policyEngine(layer.cedar(), file);
    return engine;
  };
}

/** The packages as Node finds them from a place. */
export function layerOn(load: NodeJS.Require): PolicyLayer {
  return { file: () => load(POLICY_PACKAGE), cedar: () => load(CEDAR_PACKAGE) };
}
