import { escapeHtml, page } from '../web/page.ts';
import { json, type WebAnswer } from '../web/web-answer.ts';
import { sendToClient } from './answer-client.ts';
import type { ReturnAddress } from './authorization-request.ts';
import { type OAuthFailure, SIGN_IN_ERRORS } from './oauth-failure.ts';

/** Who hears of a failure. */
export type Audience =
  /** A person in front of a browser: gets a page, and is never sent anywhere. */
  | { readonly kind: 'person'; readonly requestId: string }
  /** The client at its own address, by way of the person's browser. */
  | { readonly kind: 'client'; readonly back: ReturnAddress; readonly resource: string }
  /** A program that asked for tokens or for its registration. */
  | { readonly kind: 'program' };

/** A failure as the outside may know it. Every text is fixed; nothing of the request is in it. */
interface Outside {
  readonly statusCode: number;
  /** Code of RFC 6749, 7591 or 8707. */
  readonly error: string;
  /** For people. */
  readonly text: string;
}

const AGAIN = 'Go back to the program you came from and start again.';
const NOT_LET_IN = 'The program was not let in. You can close this page.';
const LATER = 'Something we need did not answer. Wait a minute and start again.';
/** What a client may hear at its address (RFC 6749 §4.1.2.1, RFC 8707 §2). */
const AT_THE_ADDRESS: ReadonlySet<string> = new Set([...SIGN_IN_ERRORS, 'invalid_target']);
/** How long a program waits before it asks again, in seconds. */
const RETRY_SECONDS = 30;

/** The one place where failures become answers. */
export function answerFailure(failure: OAuthFailure, audience: Audience): WebAnswer {
  const { statusCode, error, text } = toOutside(failure);
  switch (audience.kind) {
    case 'person': {
      const id = `<p>For whoever runs this endpoint: request <code>${escapeHtml(audience.requestId)}</code></p>`;
      return page(statusCode, 'This sign-in cannot go on', `<p>${text}</p>\n<p>${NOT_LET_IN}</p>\n${id}`);
    }
    case 'client':
      return sendToClient(audience, { error: AT_THE_ADDRESS.has(error) ? error : 'server_error' });
    case 'program':
      return json(statusCodeFor(error, statusCode), { error }, retryHeader(statusCode));
  }
}

function toOutside(failure: OAuthFailure): Outside {
  switch (failure.reason) {
    case 'client_unknown':
      return outside(400, 'invalid_client', 'The program that sent you here is not known to this endpoint.');
    case 'client_document_refused':
      return outside(400, 'invalid_client', 'The program that sent you here does not describe itself as it must.');
    case 'client_document_unreachable':
      return outside(503, 'temporarily_unavailable', LATER);
    case 'redirect_refused':
      return outside(
        400,
        'invalid_request',
        'The program that sent you here wants the answer at an address that is not its own.',
      );
    case 'request_refused':
      return outside(400, failure.error, AGAIN);
    case 'sign_in_refused':
      return outside(400, failure.error, AGAIN);
    case 'form_refused':
      return outside(403, 'invalid_request', `This form was not filled in here, or it is too old. ${AGAIN}`);
    case 'sign_in_expired':
      return outside(400, 'invalid_request', `This sign-in is over, or it was begun in another browser. ${AGAIN}`);
    case 'grant_refused':
      return outside(400, failure.error, AGAIN);
    case 'registration_refused':
      return outside(400, failure.error, AGAIN);
    case 'quota_spent':
      return outside(429, 'temporarily_unavailable', 'No more programs are let in for now.');
    case 'not_found':
      return outside(404, 'not_found', 'There is nothing here.');
    case 'too_large':
      return outside(413, 'invalid_request', AGAIN);
    case 'issuer_unreachable':
    case 'state_unreachable':
      return outside(503, 'temporarily_unavailable', LATER);
    case 'unexpected':
      return outside(500, 'server_error', 'Something went wrong here.');
  }
}

function outside(statusCode: number, error: string, text: string): Outside {
  return { statusCode, error, text };
}

/** 401 without the challenge RFC 6749 §5.2 wants beside it: API Gateway lets no function send one under its name. */
function statusCodeFor(error: string, statusCode: number): number {
  return error === 'invalid_client' ? 401 : statusCode;
}

function retryHeader(statusCode: number): Readonly<Record<string, string>> {
  return statusCode === 503 || statusCode === 429 ? { 'Retry-After': String(RETRY_SECONDS) } : {};
}
