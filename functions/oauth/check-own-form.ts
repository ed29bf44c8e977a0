import type { FacadeRequest } from './facade-request.ts';
import { OAuthError } from './oauth-failure.ts';

/**
 * Checks what the browser itself says about where a form came from: only our own page may send it (CSRF).
 *
 * Browsers that say nothing pass; without the cookie of the page they get no further (B11).
 *
 * @throws OAuthError `form_refused`.
 */
export function checkOwnForm({ headers }: FacadeRequest, resource: string): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isOwn = origin === null || origin === new URL(resource).origin;
  if (!isOwn || (site !== null && site !== 'same-origin')) throw new OAuthError({ reason: 'form_refused' });
}
