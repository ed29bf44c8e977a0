import * as z from 'zod';
import { StatePrefix } from '../../shared/state-table.ts';
import { digest } from '../web/digest.ts';
import { type HandleItemsProps, handleItems, TextAttribute as Text } from '../web/handle-items.ts';
import { OAuthError } from './oauth-failure.ts';

/** A sign-in a person consented to and that is under way at the pool. */
const PendingSignIn = z.object({
  clientId: Text,
  appClientId: Text,
  redirectUri: Text,
  /** The client's own state, to be given back. */
  clientState: Text.optional(),
  /** Names parted by spaces. */
  scope: Text,
  /** SHA-256 of the cookie of the one browser that may end it. */
  browser: Text,
});
export type PendingSignIn = z.output<typeof PendingSignIn>;

/** A code on its way through the client: whose it is, and what it may be exchanged with. */
const IssuedCode = z.object({ clientId: Text, appClientId: Text, redirectUri: Text, scope: Text });
export type IssuedCode = z.output<typeof IssuedCode>;

/** Sign-ins under way and codes given out, by a secret of which only the digest is kept. Each can be taken once. */
export interface SignInStore {
  /** @throws OAuthError `state_unreachable`, also when there is such an item already. */
  putSignIn(state: string, signIn: PendingSignIn): Promise<void>;
  /**
   * Takes a sign-in out of the store, so that no other request finds it any more.
   *
   * @throws OAuthError `state_unreachable`.
   */
  takeSignIn(state: string): Promise<PendingSignIn | undefined>;
  /** @throws OAuthError `state_unreachable`, also when there is such an item already. */
  putCode(code: string, issued: IssuedCode): Promise<void>;
  /** @throws OAuthError `state_unreachable`. */
  takeCode(code: string): Promise<IssuedCode | undefined>;
}

/** How long a person may take at the pool, in seconds. */
const SIGN_IN_SECONDS = 600;
/** Cognito's codes live as long (RFC 6749 §4.1.2 wants at most ten minutes). */
const CODE_SECONDS = 300;

/** Makes the store in the state table. */
export function signInStore(props: HandleItemsProps): SignInStore {
  const items = handleItems(props);
  return {
    putSignIn: (state, signIn) => reach(() => items.put(stateKey(state), signIn, SIGN_IN_SECONDS)),
    takeSignIn: (state) => reach(() => items.take(stateKey(state), PendingSignIn)),
    putCode: (code, issued) => reach(() => items.put(codeKey(code), issued, CODE_SECONDS)),
    takeCode: (code) => reach(() => items.take(codeKey(code), IssuedCode)),
  };
}

function stateKey(state: string): string {
  return `${StatePrefix.signIn}state#${digest(state)}`;
}

function codeKey(code: string): string {
  return `${StatePrefix.signIn}code#${digest(code)}`;
}

async function reach<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    throw new OAuthError({ reason: 'state_unreachable' }, { cause });
  }
}
