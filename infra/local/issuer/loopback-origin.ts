const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** The origin of a URL; without its port on loopback, where a client may listen on any (RFC 8252 §7.3). */
export function loopbackOrigin(url: string): string {
  const { protocol, hostname, origin } = new URL(url);
  return LOOPBACK.includes(hostname) ? `${protocol}//${hostname}` : origin;
}
