import * as z from 'zod';

/**
 * What every place a caller's id goes to takes unchanged: session tags and tenant ids (no comma), role session names,
 * S3 keys (no `..` in front), policy variables (no `*`, `?` or `$`).
 */
export const CALLER_ID = /^[A-Za-z0-9][A-Za-z0-9_+=.@-]{1,63}$/;

/** The verified person or machine behind a call. */
export const Caller = z.strictObject({
  /** Id used in AWS: session tag, SourceIdentity, table keys, folder names. 2 to 64 characters that all of them take. */
  id: z.string().regex(CALLER_ID),
  /** The token's `sub`, or its `client_id` where there is no person. */
  subject: z.string().min(1),
  kind: z.enum(['person', 'machine']),
  /** Sign-in name, for display and records only. */
  username: z.string().optional(),
  /** The OAuth client acting for the caller. */
  clientId: z.string().min(1),
  /** The caller's tenant, where the issuer names one; in the form of `id`. */
  tenant: z.string().regex(CALLER_ID).optional(),
  groups: z.array(z.string()),
});
export type Caller = z.infer<typeof Caller>;
