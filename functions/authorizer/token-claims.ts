import * as z from 'zod';
import type { ClaimNames } from '../../shared/claim-names.ts';
import { type ClaimPath, claimAt } from '../identity/claim-at.ts';

const Seconds = z.number().positive();
/** Longer than any issuer writes, and short enough for a key of the state table (2048 bytes). */
const TokenId = z.string().min(1).max(512).optional();

/** Claims that have one name with every issuer (RFC 7519 §4.1, OpenID Connect Core §2), and Cognito's marks. */
const FixedClaims = z.object({
  iat: Seconds,
  exp: Seconds,
  nbf: Seconds.optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  jti: TokenId,
  /** Cognito: one for all tokens of one sign-in. */
  origin_jti: TokenId,
  /** When the person signed in; a refreshed token keeps it. */
  auth_time: Seconds.optional(),
  /** Cognito: `access` or `id`. */
  token_use: z.string().optional(),
});

const Subject = z.string().min(1).max(255);
const Client = z.string().min(1);
const Username = z.string().max(255);
const Groups = z.array(z.string());
/** Entra and Cognito write a text, Okta a list. A space inside an item would make two scopes of one later on. */
const Scopes = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string().regex(/^\S+$/))]);

/** The claims the authorizer reads; others are ignored. A claim of another type refuses the token. */
export interface TokenClaims extends z.infer<typeof FixedClaims> {
  readonly subject: string | undefined;
  readonly client: string | undefined;
  readonly username: string | undefined;
  readonly tenant: string | undefined;
  readonly groups: readonly string[];
  /** All scopes of the token as the issuer wrote them. */
  readonly scopes: readonly string[];
  /** Whether the claim is there by which this issuer, and no standard, marks access tokens. */
  readonly marked: boolean;
}

/**
 * Reads a verified token's claims under the names its issuer gives them.
 *
 * @throws ZodError or TypeError when a claim is missing or of the wrong type, also where another one would have counted.
 */
export function readClaims(payload: unknown, names: ClaimNames): TokenClaims {
  const first = <Value>(paths: readonly ClaimPath[], schema: z.ZodType<Value>): Value | undefined =>
    paths.map((path) => schema.optional().parse(claimAt(payload, path))).find((value) => value !== undefined);
  return {
    ...FixedClaims.parse(payload),
    subject: first(names.subject, Subject),
    client: first(names.client, Client),
    username: first(names.username, Username),
    tenant: first(names.tenant, Subject),
    groups: first(names.groups, Groups) ?? [],
    scopes: first(names.scope, Scopes) ?? [],
    marked: isMarked(payload, names),
  };
}

/** Whom a token was issued for. */
export function audienceOf({ aud = [] }: Pick<TokenClaims, 'aud'>): readonly string[] {
  return typeof aud === 'string' ? [aud] : aud;
}

function isMarked(payload: unknown, { accessToken }: ClaimNames): boolean {
  if (!accessToken) return false;
  const value = claimAt(payload, accessToken.claim) ?? undefined;
  return accessToken.value === undefined ? value !== undefined : value === accessToken.value;
}
