import { readForm } from '../web/read-form.ts';
import type { Parameters } from '../web/read-parameters.ts';
import type { WebRequest } from '../web/web-request.ts';
import { OAuthError } from './oauth-failure.ts';

/**
 * Reads the form that was sent to the facade.
 *
 * @param maxBytes Bound of the whole body.
 * @returns nothing when the body is no form.
 * @throws OAuthError `too_large`.
 */
export function readSentForm(request: WebRequest, maxBytes: number): Parameters | undefined {
  const form = readForm(request, maxBytes);
  if (form === 'too_large') throw new OAuthError({ reason: 'too_large' });
  return form === 'no_form' ? undefined : form;
}
