import { json, type WebAnswer } from '../web/web-answer.ts';
import type { WebRequest } from '../web/web-request.ts';
import type { FacadeParts } from './facade-parts.ts';
import { OAuthError } from './oauth-failure.ts';

/**
 * The registration endpoint (RFC 7591), where the deployment opened it. Elsewhere there is nothing at its address.
 *
 * Only JSON is read: that type a foreign page cannot send without asking first, so nobody's browser registers for others.
 *
 * @throws OAuthError `not_found`, `registration_refused` and what registering throws.
 */
export async function register(request: WebRequest, parts: FacadeParts): Promise<WebAnswer> {
  if (parts.environment.REGISTRATION !== 'on') throw new OAuthError({ reason: 'not_found' });
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') {
    const rule = 'a registration is sent as JSON';
    throw new OAuthError({ reason: 'registration_refused', error: 'invalid_client_metadata', rule });
  }
  return json(201, await parts.registerClient(request.body.toString('utf8')));
}
