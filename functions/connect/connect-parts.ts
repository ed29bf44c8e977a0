import type * as z from 'zod';
import type { ConnectEnvironment } from '../../shared/environment.ts';
import type { ConnectStore } from './connect-store.ts';
import type { RecordChange } from './record-change.ts';
import type { SaveSecret } from './save-secret.ts';
import type { SignInIssuer } from './sign-in-issuer.ts';

/** What one Lambda environment keeps between requests. None of it holds anything of a person (D2). */
export interface ConnectParts {
  readonly environment: z.output<typeof ConnectEnvironment>;
  readonly store: ConnectStore;
  readonly issuer: SignInIssuer;
  readonly saveSecret: SaveSecret;
  readonly record: RecordChange;
  /** 256 random bits in 43 characters of base64url. */
  readonly randomToken: () => string;
  /** Takes one line about a refusal; never a code, token, state, cookie, handle or entered value. */
  readonly log: (line: string) => void;
}
