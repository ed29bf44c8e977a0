import * as z from 'zod';
import { jsonSchemaOf } from './json-schema.ts';
import type { ToolContract } from './tool-contract.ts';

const Schema = z.custom<import('./json-schema.ts').JsonSchema>((value) => typeof value === 'object' && value !== null);

/** A contract as data: what infra writes at synth and the authorizer and gateway read at their first call. */
export const ContractDocument = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  effect: z.enum(['read', 'write', 'destructive']),
  openWorld: z.boolean(),
  callers: z.enum(['people', 'people-and-machines']),
  scope: z.string(),
  /** JSON Schema 2020-12 with the sensitive marks still in it. */
  inputSchema: Schema,
  outputSchema: Schema,
  /** Whether a loan of this tool needs a session policy, filled from a template that is a parameter. */
  narrowed: z.boolean(),
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

/** Draws a contract as data, and whether the loans of its tool are narrowed, which the contract does not say. */
export function describeTool(contract: ToolContract, narrowed = false): ContractDocument {
  const { name, title, description, effect, openWorld, callers, scope, input, output } = contract;
  return {
    name,
    title,
    description,
    effect,
    openWorld,
    callers,
    scope,
    inputSchema: jsonSchemaOf(input, 'input'),
    outputSchema: jsonSchemaOf(output, 'output'),
    narrowed,
  };
}
