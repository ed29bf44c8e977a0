import * as z from 'zod';

/** A claim's name, or the path to it below an object claim, for example `['realm_access', 'roles']`. */
const ClaimPath = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/**
 * Under which names an issuer writes what the authorizer reads. Cognito's are the defaults; each is looked up in order and
 * the first that is there counts.
 */
export const ClaimNames = z.strictObject({
  subject: z.array(ClaimPath).default(['sub']),
  client: z.array(ClaimPath).default(['client_id', 'azp']),
  username: z.array(ClaimPath).default(['username', 'preferred_username']),
  /** Which tenant the caller belongs to, where the issuer serves several. */
  tenant: z.array(ClaimPath).default([]),
  groups: z.array(ClaimPath).default(['cognito:groups', 'groups']),
  /** A string with spaces between scopes, or a list. */
  scope: z.array(ClaimPath).default(['scope']),
  /**
   * A claim that only access tokens of this issuer have: with this value, or with any where none is given. Beside it,
   * `token_use: access` and the type `at+jwt` always count.
   */
  accessToken: z.strictObject({ claim: ClaimPath, value: z.string().optional() }).optional(),
});
export type ClaimNames = z.infer<typeof ClaimNames>;
