import * as z from 'zod';

/**
 * What was changed: a switch or revocation by an operator, a client admitted by the sign-in facade, or a person's own secret
 * at the page for secrets.
 */
export const ChangeTarget = z.strictObject({
  kind: z.enum(['all', 'tool', 'user', 'client', 'token']),
  /** Tool name, subject, client id or token id. Absent for `all`. */
  name: z.string().max(2048).optional(),
});
export type ChangeTarget = z.infer<typeof ChangeTarget>;

/** One change of what is allowed, with old and new value and who made it (I6). Stands beside call records in the audit log. */
export const ChangeRecord = z.strictObject({
  version: z.literal(1),
  kind: z.literal('change'),
  /** ISO 8601. */
  time: z.iso.datetime(),
  id: z.string(),
  gateway: z.string(),
  /** ARN that STS proved, `facade` for a client it admitted, or `connect` for what a person did at the page for secrets. */
  actor: z.string().max(2048),
  action: z.enum(['revoke', 'disable', 'enable', 'admit_client', 'save_secret', 'refuse_secret']),
  target: ChangeTarget,
  /** The values of the changed item: numbers are seconds since the epoch. */
  before: z.record(z.string(), z.json()),
  after: z.record(z.string(), z.json()),
  reason: z.string().max(200).optional(),
});
export type ChangeRecord = z.infer<typeof ChangeRecord>;
