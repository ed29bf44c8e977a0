import { digest } from '../web/digest.ts';

/** Name of the cookie that ties a sign-in for the page to one browser, by its state: two may be under way at once. */
export function signInCookie(state: string): string {
  return `sallyport-connect-${digest(state).slice(0, 8)}`;
}

/** Name of the cookie that holds the key of one shown form, by the form's id. */
export function formCookie(id: string): string {
  return `sallyport-secret-${id}`;
}
