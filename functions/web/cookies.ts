import type { WebRequest } from './web-request.ts';

/** How cookies are named and sent for one endpoint. */
export interface CookieRules {
  /** What stands before every name. */
  readonly prefix: string;
  readonly attributes: string;
}

/** How long a person has for each step of a sign-in, in seconds. */
export const STEP_SECONDS = 600;

/**
 * Browsers take a cookie called `__Host-…` only over https, from this very host and for all of it: neither a neighbour
 * below the same domain nor somebody on the wire can plant one (B11). On plain http, which is local mode's loopback alone,
 * they would take none of that name at all.
 */
export function cookieRules(resource: string): CookieRules {
  const secure = new URL(resource).protocol !== 'http:';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return { prefix: secure ? '__Host-' : '', attributes };
}

/** A `Set-Cookie` value that lasts for one step of a sign-in. */
export function setCookie({ prefix, attributes }: CookieRules, name: string, value: string): string {
  return `${prefix}${name}=${value}; ${attributes}; Max-Age=${STEP_SECONDS}`;
}

/** A `Set-Cookie` value that takes the cookie away. */
export function clearCookie({ prefix, attributes }: CookieRules, name: string): string {
  return `${prefix}${name}=; ${attributes}; Max-Age=0`;
}

/** The value of a cookie. One that came twice has none: one of the two was planted. */
export function readCookie({ prefix }: CookieRules, cookies: WebRequest['cookies'], name: string): string | undefined {
  const values = cookies.filter(([key]) => key === `${prefix}${name}`).map(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}
