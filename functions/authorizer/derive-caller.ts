import { createHash } from 'node:crypto';
import { CALLER_ID, type Caller } from '../../shared/caller.ts';
import { tokenRefused } from './refusal.ts';
import { clientOf, type TokenClaims } from './token-claims.ts';

/** Starts an id that was hashed, so no subject can look like the hash of another one. */
const HASHED = 'h-';
const MAX_ID = 64;

/**
 * Says who is behind a verified token.
 *
 * A person has a sign-in name and a subject of their own; a client that acts for itself has neither (B13).
 *
 * @throws Refusal when the token names nobody.
 */
export function deriveCaller(claims: TokenClaims): Caller {
  const clientId = clientOf(claims);
  const subject = claims.sub ?? clientId;
  if (clientId === undefined || subject === undefined) throw tokenRefused('claims');
  const username = claims.username ?? claims.preferred_username;
  const isPerson = username !== undefined && subject !== clientId;
  return {
    id: callerId(subject),
    subject,
    kind: isPerson ? 'person' : 'machine',
    ...(isPerson && { username }),
    clientId,
    groups: [...(claims['cognito:groups'] ?? claims.groups ?? [])],
  };
}

function callerId(subject: string): string {
  if (CALLER_ID.test(subject) && !subject.startsWith(HASHED)) return subject;
  return `${HASHED}${createHash('sha256').update(subject).digest('base64url')}`.slice(0, MAX_ID);
}
