const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Whether a URL is plain http to this machine: where local mode has its services, and where clients on a person's machine
 * take codes (RFC 8252 §7.3, §8.3).
 */
export function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK_HOSTS.has(hostname);
}
