import { facadeIssuer } from '../../shared/oauth-paths.ts';
import { redirect, type WebAnswer } from '../web/web-answer.ts';
import type { ReturnAddress } from './authorization-request.ts';

/** What the client hears at its own address: a code, or why there is none. */
export type ClientAnswer = { readonly code: string } | { readonly error: string };

/**
 * Sends the browser to the client with an answer, its own state, and our name: by `iss` a client notices when an answer
 * comes from another server than it asked (RFC 9207, mix-up).
 */
export function sendToClient(
  { back, resource }: { readonly back: ReturnAddress; readonly resource: string },
  answer: ClientAnswer,
): WebAnswer {
  const parameters = new URLSearchParams({ ...answer });
  if (back.state !== undefined) parameters.set('state', back.state);
  parameters.set('iss', facadeIssuer(resource));
  const location = new URL(back.redirectUri);
  // Written beside what the address has already, which must stay as it is (RFC 6749 §3.1.2).
  location.search = location.search === '' ? `${parameters}` : `${location.search}&${parameters}`;
  return redirect(location.href);
}
