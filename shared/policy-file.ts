import * as z from 'zod';

/** Namespace of everything policies can name. */
export const POLICY_NAMESPACE = 'Sallyport';

/** Policies carry their id as an annotation: `@id("support-only-reads")`. Records name the policy that decided by it. */
export const POLICY_ID = /^[a-z][a-z0-9-]{0,79}$/;

/** The file that carries a gateway's policies and their schema, as a Lambda layer. */
export const PolicyFile = z.strictObject({
  /** Cedar schema in its JSON form, made from the contracts. */
  schema: z.record(z.string(), z.unknown()),
  /** Text of each policy, by its id. */
  policies: z.record(z.string().regex(POLICY_ID), z.string()),
});
export type PolicyFile = z.infer<typeof PolicyFile>;

/** Name under which functions resolve the policy file: a package inside the layer's `nodejs/node_modules`. */
export const POLICY_PACKAGE = 'sallyport-policies';

/** Name under which functions resolve Cedar, in the same layer. */
export const CEDAR_PACKAGE = '@cedar-policy/cedar-wasm/nodejs';
