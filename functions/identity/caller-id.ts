import { createHash } from 'node:crypto';
import { CALLER_ID } from '../../shared/caller.ts';

/** Starts an id that was hashed, so no subject can look like the hash of another one. */
const HASHED = 'h-';
const MAX_ID = 64;

/** Id of a caller in AWS: the subject where every place takes it as it is, otherwise its hash (D9). */
export function callerId(subject: string): string {
  if (CALLER_ID.test(subject) && !subject.startsWith(HASHED)) return subject;
  return `${HASHED}${createHash('sha256').update(subject).digest('base64url')}`.slice(0, MAX_ID);
}
