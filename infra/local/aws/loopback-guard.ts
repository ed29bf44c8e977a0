import type { IncomingMessage } from 'node:http';

/**
 * Says why a request may not even be read, or nothing.
 *
 * A page in a browser reaches loopback too: by its own Origin, or by a name it made resolve to 127.0.0.1. AWS SDKs send
 * no Origin and the address they were given as Host.
 */
export function refuseForeign(request: IncomingMessage, port: number): string | undefined {
  const { host, origin } = request.headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `the Host ${host ?? '(absent)'} is not this endpoint`;
  if (origin !== undefined) return 'requests of browsers are not served';
  return undefined;
}
