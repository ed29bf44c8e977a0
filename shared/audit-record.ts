import * as z from 'zod';

/** What one record contains, and nothing else: an unknown field fails the write (I1, I2). */
export const AuditRecord = z.strictObject({
  version: z.literal(1),
  /** ISO 8601, when the outcome was known. */
  time: z.iso.datetime(),
  /** Correlation id: also in the answer to the client and in the tool's own log. */
  id: z.string(),
  gateway: z.string(),
  /** Which of the two gates wrote it. */
  gate: z.enum(['authorizer', 'gateway']),
  /** Absent where no token could be verified. */
  caller: z
    .strictObject({
      id: z.string(),
      subject: z.string(),
      kind: z.enum(['person', 'machine']),
      username: z.string().optional(),
      clientId: z.string(),
      tenant: z.string().optional(),
      groups: z.array(z.string()),
    })
    .optional(),
  /** JSON-RPC method, where one could be read. */
  method: z.string().max(64).optional(),
  tool: z.string().max(128).optional(),
  effect: z.enum(['read', 'write', 'destructive']).optional(),
  /** Arguments after redaction: sensitive fields and long texts are cut. */
  arguments: z.record(z.string(), z.unknown()).optional(),
  /** Ids of the policies that decided, where policies exist; empty when none of them permitted the call. */
  policies: z.array(z.string().max(80)).optional(),
  outcome: z.enum(['succeeded', 'refused', 'failed']),
  /** Stable code of the failure; absent when the call succeeded. */
  reason: z.string().optional(),
  /** One fixed sentence about the reason; never text from outside. */
  detail: z.string().max(300).optional(),
  durationMs: z.number().nonnegative(),
  resultBytes: z.number().int().nonnegative().optional(),
  /** API Gateway's request id: joins this record to the access log. */
  requestId: z.string().optional(),
  sourceIp: z.string().optional(),
  protocolVersion: z.string().max(32).optional(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;
