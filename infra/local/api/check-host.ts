import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was addressed to this machine by its own name.
 *
 * A web page whose name was rebound to 127.0.0.1 sends its own name as Host (A5). The target must be a path: an absolute
 * URL would name a second host.
 */
export function isAddressedHere({ rawHeaders, url }: IncomingMessage, port: number): boolean {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
  const [host, ...others] = hosts;
  return (
    others.length === 0 && (host === `127.0.0.1:${port}` || host === `localhost:${port}`) && (url ?? '').startsWith('/')
  );
}
