import type { Caller } from '../../shared/caller.ts';
import { callerId } from '../identity/caller-id.ts';
import { tokenRefused } from './refusal.ts';
import type { TokenClaims } from './token-claims.ts';

/**
 * Says who is behind a verified token.
 *
 * A person has a sign-in name and a subject of their own; a client that acts for itself has neither, and a client that
 * the deployment knows as a machine's may act for nobody else (B13). A token without a subject is a known machine's or
 * nobody's: some issuers leave it out of people's tokens too, who would then all be one caller.
 *
 * @throws Refusal when the token names nobody, or a person whose client is a machine.
 */
export function deriveCaller(claims: TokenClaims, machineClients: readonly string[]): Caller {
  const { client: clientId, username, tenant, groups } = claims;
  if (clientId === undefined) throw tokenRefused('claims');
  const subject = claims.subject ?? (machineClients.includes(clientId) ? clientId : undefined);
  if (subject === undefined) throw tokenRefused('claims');
  const isPerson = username !== undefined && subject !== clientId;
  if (isPerson && machineClients.includes(clientId)) throw tokenRefused('person_as_machine');
  return {
    id: callerId(subject),
    subject,
    kind: isPerson ? 'person' : 'machine',
    ...(isPerson && { username }),
    clientId,
    ...(tenant !== undefined && { tenant: callerId(tenant) }),
    groups: [...groups],
  };
}
