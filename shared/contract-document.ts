import * as z from 'zod';
import { jsonSchemaOf } from './json-schema.ts';
import type { ToolContract } from './tool-contract.ts';
import { NetworkNeed } from './tool-network.ts';

const Schema = z.custom<import('./json-schema.ts').JsonSchema>((value) => typeof value === 'object' && value !== null);

/** A contract as data: what infra writes at synth and the authorizer and gateway read at their first call. */
export const ContractDocument = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  effect: z.enum(['read', 'write', 'destructive']),
  openWorld: z.boolean(),
  network: NetworkNeed,
  callers: z.enum(['people', 'people-and-machines']),
  scope: z.string(),
  /** JSON Schema 2020-12 with the sensitive marks still in it. */
  inputSchema: Schema,
  outputSchema: Schema,
  /** Whether a loan of this tool needs a session policy, filled from a template that is a parameter. */
  narrowed: z.boolean(),
  /** Whether a loan of this tool holds tokens for services outside AWS, described by a parameter. */
  delegated: z.boolean(),
  /** Names of the secrets that each caller enters at the endpoint's page. Nothing else is asked for. */
  entered: z.array(z.string()),
});
export type ContractDocument = z.infer<typeof ContractDocument>;

/**
 * What `tools/list` shows: every tool the policy permits, so that a client can ask for a scope it lacks (`permitted`), or
 * only what the token opens already (`callable`), where a tool without scope answers like an unknown one.
 */
export const Listing = z.enum(['permitted', 'callable']);
export type Listing = z.infer<typeof Listing>;

/** The file that carries all contracts of one gateway, as a Lambda layer. */
export const ContractFile = z.strictObject({
  /** Scopes the first challenge asks for, without prefix. */
  baselineScopes: z.array(z.string()).min(1),
  listing: Listing,
  /** Whether policies decide too; they are then in a layer of their own, and without it nothing is served (C1). */
  policies: z.boolean(),
  tools: z.array(ContractDocument),
});
export type ContractFile = z.infer<typeof ContractFile>;

/** Name under which functions resolve the contract file: a package inside the layer's `nodejs/node_modules`. */
export const CONTRACT_PACKAGE = 'sallyport-contracts';

/** What the wiring of a tool says of its loans, and its contract does not. */
export type LoanTraits = Pick<ContractDocument, 'narrowed' | 'delegated' | 'entered'>;

const PLAIN: LoanTraits = { narrowed: false, delegated: false, entered: [] };

/** Draws a contract as data, with the traits of its tool's loans. */
export function describeTool(contract: ToolContract, traits: LoanTraits = PLAIN): ContractDocument {
  const { name, title, description, effect, openWorld, network, callers, scope, input, output } = contract;
  return {
    name,
    title,
    description,
    effect,
    openWorld,
    network,
    callers,
    scope,
    inputSchema: jsonSchemaOf(input, 'input'),
    outputSchema: jsonSchemaOf(output, 'output'),
    ...traits,
  };
}
