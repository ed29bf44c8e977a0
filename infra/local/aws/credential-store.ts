import { randomInt } from 'node:crypto';
import type { Session, SessionIdentity } from './session.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** How long an expired session is still told apart from an unknown key, in milliseconds. */
const REMEMBERED_MS = 3_600_000;

/** Issues temporary credentials and finds the session behind them. */
export interface CredentialStore {
  issue(identity: SessionIdentity, seconds: number): Session;
  /** The session of an access key, also when it has expired. */
  find(accessKeyId: string): Session | undefined;
  /** Every session that is not forgotten yet. */
  all(): readonly Session[];
}

/** Keeps sessions in memory. Every id and secret is random; a restart forgets all of them. */
export function credentialStore(now: () => Date): CredentialStore {
  const sessions = new Map<string, Session>();

  return {
    issue(identity, seconds) {
      const issuedAt = now();
      forgetExpired(sessions, issuedAt);
      const credentials = {
        accessKeyId: `ASIA${randomText(BASE32, 16)}`,
        secretAccessKey: randomText(BASE64, 40),
        sessionToken: randomText(BASE64, 128),
        expiration: new Date(issuedAt.getTime() + seconds * 1000),
      };
      const session = { ...identity, credentials, issuedAt };
      sessions.set(credentials.accessKeyId, session);
      return session;
    },
    find: (accessKeyId) => sessions.get(accessKeyId),
    all: () => [...sessions.values()],
  };
}

/** Random text without bias, from the operating system's generator. */
export function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

function forgetExpired(sessions: Map<string, Session>, at: Date): void {
  for (const [key, { credentials }] of sessions) {
    if (credentials.expiration.getTime() + REMEMBERED_MS < at.getTime()) sessions.delete(key);
  }
}
