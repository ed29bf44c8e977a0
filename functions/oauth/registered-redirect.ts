import type { OAuthClient } from './oauth-client.ts';
import { redirectKind } from './redirect-address.ts';

/** A loopback address around its port. */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?((?:[/?].*)?)$/;

/**
 * Whether a client registered this redirect address: byte by byte, since anything looser has been used to steal codes
 * (B11, RFC 9700 §2.1). On the loopback alone the port may differ, because the system gives it out (RFC 8252 §7.3).
 */
export function isRegisteredRedirect({ redirectUris }: Pick<OAuthClient, 'redirectUris'>, uri: string): boolean {
  if (redirectUris.includes(uri)) return true;
  const anyPort = withoutPort(uri);
  return anyPort !== undefined && redirectUris.some((registered) => withoutPort(registered) === anyPort);
}

function withoutPort(uri: string): string | undefined {
  if (redirectKind(uri) !== 'loopback') return undefined;
  const [, host, rest] = LOOPBACK.exec(uri) ?? [];
  return host === undefined ? undefined : `${host}${rest}`;
}
