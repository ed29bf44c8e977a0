import { digest } from '../web/digest.ts';

/** Name of the cookie that ties a sign-in to one browser, by its state: two may be under way at once. */
export function signInCookie(state: string): string {
  return `sallyport-sign-in-${digest(state).slice(0, 8)}`;
}
