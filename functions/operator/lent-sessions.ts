import type { ChangeTarget } from '../../shared/change-record.ts';
import type { SessionTag } from '../../shared/session-tags.ts';
import { callerId } from '../identity/caller-id.ts';

/** Which lent sessions: those with one tag, or, without one, all. */
export interface LentSessions {
  readonly tag?: { readonly key: keyof typeof SessionTag; readonly value: string };
}

/** What STS takes as the value of a session tag (AWS STS API reference, Tag). */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

/**
 * The lent sessions of a target.
 *
 * @returns undefined where there can be none: of a token nothing is known once credentials are lent, and STS opens no
 *   session with a tag it does not take.
 */
export function lentSessionsOf({ kind, name = '' }: ChangeTarget): LentSessions | undefined {
  switch (kind) {
    case 'all':
      return {};
    case 'tool':
      return tagged('tool', name);
    case 'user':
      return tagged('caller', callerId(name));
    case 'client':
      return tagged('client', name);
    case 'token':
      return undefined;
  }
}

function tagged(key: keyof typeof SessionTag, value: string): LentSessions | undefined {
  return TAG_VALUE.test(value) ? { tag: { key, value } } : undefined;
}
