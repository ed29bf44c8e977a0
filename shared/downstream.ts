import * as z from 'zod';

/** What a team calls a service that acts for the caller: snake_case, 1 to 40 characters. */
export const DOWNSTREAM_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * A service outside AWS that a tool calls in the name of its caller, and how the gateway gets a token for it (B9). What the
 * template says, as a parameter that the gateway reads.
 */
export const Downstream = z.strictObject({
  name: z.string().regex(DOWNSTREAM_NAME),
  /** Issuer of the service's tokens; its metadata name the token endpoint (RFC 8414). */
  issuer: z.url(),
  /** What `aud` of the issued token must hold. */
  audience: z.string().min(1),
  /** All that is asked for; an answer with more is refused. */
  scopes: z.array(z.string().min(1)).min(1),
  /** Who the gateway is at that issuer. */
  clientId: z.string().min(1),
  /** ARN of the client's secret. Absent: the gateway proves itself with its own key (RFC 7523 §2.2). */
  clientSecretArn: z.string().optional(),
  /** RFC 8693, or the on-behalf-of form of RFC 7523 that Entra speaks. */
  grant: z.enum(['token-exchange', 'on-behalf-of']),
  /**
   * Who the token is for: said by the gateway's own short-lived assertion, so that the caller's token stays where it is; or
   * by the caller's token, shown to the issuer it came from and to nobody else.
   */
  subject: z.enum(['assertion', 'caller-token']),
  /** Where the issued token says who acts: the claim `act` (RFC 8693 §4.1), or the client's id in `azp`, `appid` or `client_id`. */
  actor: z.enum(['act', 'client']),
  /** Longest life of a token that is lent, in seconds. */
  maxLifeSeconds: z.int().positive(),
});
export type Downstream = z.infer<typeof Downstream>;

/** All downstreams of one tool. */
export const Downstreams = z.array(Downstream).min(1).max(5);

/** Path below the stage where the gateway's public key is, for issuers that take its assertions. */
export const DELEGATION_KEYS_PATH = '/delegation/jwks.json';

/** How long one of the gateway's assertions lives, in seconds: one request. */
export const ASSERTION_SECONDS = 60;

/** Who acts, in assertions and in `act` of the issued token: this tool of this endpoint. */
export function actorId(resource: string, tool: string): string {
  return `${resource}#${tool}`;
}
