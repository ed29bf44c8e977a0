import { describeTool } from '../../shared/contract-document.ts';
import type { PolicyFile } from '../../shared/policy-file.ts';
import { findRewriting } from '../../shared/rewriting-schema.ts';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { type CompiledPolicies, compilePolicies } from './compile-policies.ts';

/** The policies of one gateway's folder, compiled once all its tools are known. */
export class GatewayPolicies {
  private readonly folder: string;
  private readonly contracts: () => readonly ToolContract[];
  private compiled: CompiledPolicies | undefined;

  constructor(folder: string, contracts: () => readonly ToolContract[]) {
    this.folder = folder;
    this.contracts = contracts;
  }

  /** What is wrong with the policies, in words: file, line, and what to change. */
  findProblems(): readonly string[] {
    const compiled = this.compile();
    return [...this.contracts().flatMap(rewritingProblem), ...(compiled.ok ? [] : compiled.problems)];
  }

  /** What the functions read, or undefined while something is wrong. */
  file(): PolicyFile | undefined {
    const compiled = this.compile();
    return compiled.ok ? compiled.file : undefined;
  }

  private compile(): CompiledPolicies {
    this.compiled ??= compilePolicies(
      this.folder,
      this.contracts().map((contract) => describeTool(contract)),
    );
    return this.compiled;
  }
}

/** Policies decide on what the caller sent, so the tool must not get anything else (C2). */
function rewritingProblem({ name, input }: ToolContract): readonly string[] {
  const fields = Object.entries(input.shape).filter(([, schema]) => findRewriting(schema) !== undefined);
  const places = fields.map(([field]) => `input.${field}`);
  if (places.length === 0 && findRewriting(input) !== undefined) places.push('input');
  return places.map(
    (place) => `${name}: ${place} gives the tool another value than the one policies decide on; change it in the tool`,
  );
}
