import { isLoopbackHttp } from '../http/loopback-http.ts';

/**
 * Whether the facade itself stands on this machine, and may read documents from it.
 *
 * The one place where this is decided: an endpoint in AWS has an https URL, so there it is never so (F9).
 */
export function isLoopbackAllowed(resource: string): boolean {
  return isLoopbackHttp(new URL(resource));
}
