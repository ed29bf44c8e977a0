import { isOwnForm } from '../web/is-own-form.ts';
import type { WebRequest } from '../web/web-request.ts';
import { OAuthError } from './oauth-failure.ts';

/**
 * Checks that a form came from a page of ours.
 *
 * @throws OAuthError `form_refused`.
 */
export function checkOwnForm(request: WebRequest, resource: string): void {
  if (!isOwnForm(request, resource)) throw new OAuthError({ reason: 'form_refused' });
}
