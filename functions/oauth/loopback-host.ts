const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a URL is plain http to this machine, by the names a command line client uses (RFC 8252 §7.3, §8.3). */
export function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK_HOSTS.has(hostname);
}

/**
 * Whether the facade itself stands on this machine, and may read documents from it.
 *
 * The one place where this is decided: an endpoint in AWS has an https URL, so there it is never so (F9).
 */
export function isLoopbackAllowed(resource: string): boolean {
  return isLoopbackHttp(new URL(resource));
}
