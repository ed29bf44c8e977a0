import * as z from 'zod';
import type { ClaimNames } from '../../shared/claim-names.ts';
import { callerId } from '../identity/caller-id.ts';
import { claimAt } from '../identity/claim-at.ts';
import { ConnectError } from './connect-failure.ts';

/** Who signed in to the page. */
export interface Person {
  /** Id in AWS, the same that the authorizer makes of this person's access tokens. */
  readonly id: string;
  /** What the person is called, for the page alone. */
  readonly name: string;
}

const Subject = z.string().min(1).max(255);
const Name = z.string().min(1).max(255);
/** Names an ID token may have besides the one access tokens have: Cognito's own, and those of OpenID Connect. */
const MORE_NAMES = ['cognito:username', 'preferred_username', 'email'];

/**
 * Reads who signed in from the claims of a verified ID token.
 *
 * @throws ConnectError `sign_in_refused` when it is no ID token or says nobody.
 */
export function personOf(claims: unknown, names: ClaimNames): Person {
  // Cognito says what a token is; where it says so, it must be one that tells who signed in.
  const use = claimAt(claims, 'token_use');
  const subject = names.subject.map((path) => claimAt(claims, path)).find((value) => value !== undefined);
  const parsed = Subject.safeParse(subject);
  if ((use !== undefined && use !== 'id') || !parsed.success) throw new ConnectError('sign_in_refused');
  const called = [...names.username, ...MORE_NAMES]
    .map((path) => Name.safeParse(claimAt(claims, path)).data)
    .find((name) => name !== undefined);
  return { id: callerId(parsed.data), name: called ?? parsed.data };
}
