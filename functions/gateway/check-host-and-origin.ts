import { CallError } from '../../shared/call-failure.ts';
import type { ProxyEvent } from './proxy-event.ts';

interface Allowed {
  /** The endpoint's canonical URL. */
  readonly resource: string;
  readonly origins: readonly string[];
}

/**
 * Refuses foreign hosts and foreign browser origins, each by its own list, against DNS rebinding (A5).
 *
 * The true host is the one API Gateway served; a `Host` header beside it must say the same. No `Origin`: not a browser.
 */
export function checkHostAndOrigin(event: ProxyEvent, headers: Headers, { resource, origins }: Allowed): void {
  const { host } = new URL(resource);
  const claimed = headers.get('host') ?? host;
  if (event.requestContext.domainName?.toLowerCase() !== host || claimed.toLowerCase() !== host) {
    throw new CallError({ reason: 'foreign_host' });
  }
  const origin = headers.get('origin');
  if (origin !== null && !origins.includes(origin)) throw new CallError({ reason: 'foreign_origin' });
}
