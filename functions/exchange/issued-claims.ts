import * as z from 'zod';
import { parseStrictJson } from '../json/strict-json.ts';

/** RFC 7515 §7.1, three parts that all hold something: a token that nobody signed has no third. */
const SIGNED_JWT = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
/** Issuers nest roles of services four deep. */
const MAX_DEPTH = 10;

const List = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const Words = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string())]);

/** The claims of an issued token that decide whether it is lent. */
const IssuedClaims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  aud: List,
  exp: z.number(),
  /** RFC 9068 §2.2.3, and what Entra and Okta call it. */
  scope: Words.optional(),
  scp: Words.optional(),
  /** RFC 8693 §4.1. */
  act: z.object({ sub: z.string(), act: z.unknown().optional() }).optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  client_id: z.string().optional(),
});
export type IssuedClaims = z.infer<typeof IssuedClaims>;

/**
 * Reads the claims of a token, without its signature: it was fetched from the issuer's own token endpoint over TLS just now,
 * and the service that gets it verifies it (OpenID Connect Core §3.1.3.7 says the same of ID tokens).
 *
 * @throws Error when it is no JWT, or a claim has another form.
 */
export function issuedClaims(token: string): IssuedClaims {
  const payload = SIGNED_JWT.exec(token)?.[1];
  if (payload === undefined) throw new Error('the issued token is no signed JWT');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64url'));
  return IssuedClaims.parse(parseStrictJson(text, { maxDepth: MAX_DEPTH }));
}
