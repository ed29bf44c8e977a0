import * as z from 'zod';

/** The verified person or machine behind a call. */
export const Caller = z.strictObject({
  /** Id used in AWS: session tag, SourceIdentity, table keys, folder names. 2 to 64 of `[A-Za-z0-9_+=,.@-]`. */
  id: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  /** The token's `sub`, or its `client_id` where there is no person. */
  subject: z.string().min(1),
  kind: z.enum(['person', 'machine']),
  /** Sign-in name, for display and records only. */
  username: z.string().optional(),
  /** The OAuth client acting for the caller. */
  clientId: z.string().min(1),
  groups: z.array(z.string()),
});
export type Caller = z.infer<typeof Caller>;
