import type { WebRequest } from './web-request.ts';

/**
 * Whether a form came from a page of ours, as far as the browser itself says: only our own pages may send it (CSRF).
 *
 * Browsers that say nothing pass; without the cookie of the page they get no further (B11).
 */
export function isOwnForm({ headers }: Pick<WebRequest, 'headers'>, resource: string): boolean {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  return (origin === null || origin === new URL(resource).origin) && (site === null || site === 'same-origin');
}
