import { createHmac } from 'node:crypto';
import { isSame } from '../web/digest.ts';
import type { Parameters } from '../web/read-parameters.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

/** The parameters a consent is about: what the page's form carries and the ticket covers. */
const FIELDS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
] as const;

/** The form's hidden fields. */
export type ConsentFields = Readonly<Partial<Record<(typeof FIELDS)[number], string>>>;

/** Writes a checked request as parameters again: the form is checked like any other request when it comes back. */
export function consentFields({ client, back, scopes, codeChallenge }: AuthorizationRequest): ConsentFields {
  return {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: back.redirectUri,
    scope: scopes.join(' '),
    ...(back.state !== undefined && { state: back.state }),
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  };
}

/**
 * Binds a consent to exactly what the page showed.
 *
 * The key is a cookie that only this browser has and that was made for this one page, so no server key is needed: a ticket
 * for one client, address, scope or challenge serves no other, and another browser's serves nobody (B11).
 */
export function consentTicket(key: string, fields: ConsentFields): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(FIELDS.map((name) => fields[name] ?? null)))
    .digest('base64url');
}

/** Whether a form came from a page that was shown to this browser, and says what the page said. */
export function isTicketed(key: string, form: Parameters): boolean {
  const fields: ConsentFields = Object.fromEntries(FIELDS.map((name) => [name, form.get(name)]));
  return isSame(form.get('ticket') ?? '', consentTicket(key, fields));
}
