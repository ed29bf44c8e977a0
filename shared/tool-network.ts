import * as z from 'zod';

/** A host a tool may talk to: a whole DNS name, without scheme, port, path or wildcard. */
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * What a tool says it needs of the network (H4, E7): nothing; AWS alone; or AWS and these hosts, over HTTPS.
 *
 * It is part of the contract, so it is signed with it; synth compares it with how the function is wired.
 */
export const NetworkNeed = z.union([
  z.enum(['none', 'aws']),
  z.array(z.string().regex(HOST)).min(1).max(20).readonly(),
]);
export type NetworkNeed = z.infer<typeof NetworkNeed>;

/** The hosts of a need, in the order of their names. */
export function hostsOf(need: NetworkNeed): readonly string[] {
  return typeof need === 'string' ? [] : need.toSorted();
}
