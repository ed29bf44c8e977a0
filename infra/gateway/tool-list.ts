import type { Construct } from 'constructs';
import { type ContractFile, describeTool, type Listing, type LoanTraits } from '../../shared/contract-document.ts';
import { defineTool, type ToolContract } from '../../shared/tool-contract.ts';
import type { ResourceScope } from '../identity/identity-source.ts';

export interface ToolListProps {
  readonly baselineScopes?: readonly string[];
  readonly firstChallenge?: FirstChallenge;
  readonly listing?: Listing;
  readonly policies?: string;
}

/** How much a first sign-in asks for. */
export type FirstChallenge = 'baseline' | 'all';

/** The contracts of one gateway's tools, and what follows from them. */
export class ToolList {
  private readonly contracts: ToolContract[] = [];
  private readonly owner: Construct;
  private readonly namedScopes: readonly string[] | undefined;
  private readonly firstChallenge: FirstChallenge;
  private readonly listing: Listing;
  private readonly policies: boolean;

  /** @throws Error when a first sign-in would ask for all scopes and for those named. */
  constructor(
    owner: Construct,
    { baselineScopes, firstChallenge = 'baseline', listing, policies }: ToolListProps = {},
  ) {
    if (firstChallenge === 'all' && baselineScopes) {
      throw new Error(`${owner.node.path}: firstChallenge 'all' asks for every scope, so baselineScopes names none`);
    }
    this.owner = owner;
    this.namedScopes = baselineScopes;
    this.firstChallenge = firstChallenge;
    this.listing = listing ?? 'permitted';
    this.policies = policies !== undefined;
  }

  /**
   * Takes a contract in, checked again: it may be a plain object that defineTool() never saw.
   *
   * @throws Error when the contract breaks a rule, or the gateway already has a tool of that name.
   */
  add(contract: ToolContract): void {
    const { name } = defineTool(contract);
    if (this.contracts.some((other) => other.name === name)) {
      throw new Error(`${this.owner.node.path}: tool names are unique in a gateway, got ${JSON.stringify(name)} twice`);
    }
    this.contracts.push(contract);
  }

  /** Scopes the first challenge asks for: those named, or those of every tool that only reads (C6), or all. */
  baselineScopes(): readonly string[] {
    if (this.namedScopes) return this.namedScopes;
    if (this.firstChallenge === 'all') return unique(this.contracts.map(({ scope }) => scope));
    return unique(this.contracts.filter(({ effect }) => effect === 'read').map(({ scope }) => scope));
  }

  /** Every scope with the titles of the tools it opens, for the sign-in page. */
  scopes(): readonly ResourceScope[] {
    return unique(this.contracts.map(({ scope }) => scope)).map((name) => ({
      name,
      description: this.sorted()
        .filter(({ scope }) => scope === name)
        .map(({ title }) => title)
        .join('; '),
    }));
  }

  /**
   * What the authorizer and the gateway read, in an order that does not depend on the stack's (A9).
   *
   * @param loans - what each tool's loans are like, by the tool's name.
   */
  contractFile(loans: ReadonlyMap<string, LoanTraits> = new Map()): ContractFile {
    return {
      baselineScopes: [...this.baselineScopes()],
      listing: this.listing,
      policies: this.policies,
      tools: this.sorted().map((contract) => describeTool(contract, loans.get(contract.name))),
    };
  }

  /** What is wrong once all tools are there, in words. */
  findProblems(): readonly string[] {
    if (this.contracts.length === 0) return ['a gateway needs a tool: call addTool()'];
    const baseline = this.baselineScopes();
    if (baseline.length === 0) {
      return ["no tool's effect is 'read', so name the scopes a first sign-in asks for: baselineScopes: ['…']"];
    }
    const known = this.scopes().map(({ name }) => name);
    return baseline
      .filter((scope) => !known.includes(scope))
      .map((scope) => `baselineScopes names scopes that a tool has, got ${JSON.stringify(scope)}`);
  }

  /** All contracts, ordered by name. */
  sorted(): readonly ToolContract[] {
    return this.contracts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function unique(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes)].toSorted();
}
