import * as z from 'zod';
import { isLoopbackHttp } from '../http/loopback-http.ts';

/** Where a redirect address leads: to a web site, to a port of the person's machine, or to an app on it. */
export type RedirectKind = 'https' | 'loopback' | 'app';

const MAX_CHARACTERS = 2048;

/** RFC 3986 §2 without `#`, since a fragment would swallow the answer, and without `*`, which some take for a wildcard. */
const PLAIN = /^[A-Za-z0-9\-._~:/?[\]@!$&'()+,;=%]+$/;

/** Apps that MCP clients live in and whose schemes, against RFC 8252 §7.1, have no dot. */
const APP_SCHEMES: ReadonlySet<string> = new Set(['cursor:', 'vscode:', 'vscode-insiders:']);
/** RFC 8252 §7.1: a private-use scheme is a domain name in reverse. The dot keeps out `javascript:`, `data:` and their like. */
const PRIVATE_USE_SCHEME = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/;

/**
 * Says what kind of redirect address this is; undefined when codes may not be sent there (B11, RFC 9700 §4.1).
 *
 * It is written as a browser would write it, so that what is compared and shown is what is opened: no dot segments, no
 * default port, no capitals in a host name, no user name.
 */
export function redirectKind(uri: string): RedirectKind | undefined {
  if (uri.length > MAX_CHARACTERS || !PLAIN.test(uri) || !URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.href !== uri && url.href !== `${uri}/`) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return 'https';
  if (isLoopbackHttp(url)) return 'loopback';
  return isAppScheme(url.protocol) && url.pathname.startsWith('/') ? 'app' : undefined;
}

function isAppScheme(scheme: string): boolean {
  return APP_SCHEMES.has(scheme) || PRIVATE_USE_SCHEME.test(scheme);
}

/** A redirect address in a client's metadata. */
export const RedirectAddress = z
  .string()
  .refine((uri) => redirectKind(uri) !== undefined, 'a redirect address is https, loopback http or an app, and exact');
