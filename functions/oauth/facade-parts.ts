import type * as z from 'zod';
import type { FacadeEnvironment } from '../../shared/environment.ts';
import type { OfferedScope } from './load-scopes.ts';
import type { AdmitClient, FindClient } from './oauth-client.ts';
import type { RegisterClient } from './register-client.ts';
import type { SignInStore } from './sign-in-store.ts';

/** What one Lambda environment keeps between requests. None of it holds anything of a caller (D2). */
export interface FacadeParts {
  readonly environment: z.output<typeof FacadeEnvironment>;
  /** Every scope this endpoint has. */
  readonly scopes: readonly OfferedScope[];
  readonly findClient: FindClient;
  readonly admitClient: AdmitClient;
  readonly registerClient: RegisterClient;
  readonly signIns: SignInStore;
  readonly fetch: typeof fetch;
  /** 256 random bits in 43 characters of base64url. */
  readonly randomToken: () => string;
  /** Takes one line about a refusal; never a code, token, state, verifier or cookie. */
  readonly log: (line: string) => void;
}
