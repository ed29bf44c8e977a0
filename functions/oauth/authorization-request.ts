import type { Parameters } from '../web/read-parameters.ts';
import type { FacadeParts } from './facade-parts.ts';
import type { OAuthClient } from './oauth-client.ts';
import { OAuthError, type OAuthFailure } from './oauth-failure.ts';
import { isRegisteredRedirect } from './registered-redirect.ts';
import { requestedScopes } from './requested-scopes.ts';

/** Where an answer for the client goes: an address known to be its own, and the state it gave. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state?: string;
}

/** Who asks, and where the answer goes. */
export interface Target {
  readonly client: OAuthClient;
  readonly back: ReturnAddress;
}

/** A request to sign in, after every check. */
export interface AuthorizationRequest extends Target {
  readonly scopes: readonly string[];
  readonly codeChallenge: string;
}

/** Bound of a client's state, in characters. */
const MAX_STATE = 2048;
/** Characters of a state (RFC 6749 appendix A.5), none of which can end a header or a line. */
const STATE = /^[\x20-\x7e]+$/;
/** Characters of an address: no space, no control, nothing beyond ASCII, and no fragment (RFC 6749 §3.1.2). */
const ADDRESS = /^[\x21\x22\x24-\x7e]{1,2048}$/;
/** RFC 7636 §4.2, in the characters SHA-256 in base64url has. */
const CHALLENGE = /^[A-Za-z0-9_-]{43,128}$/;

/**
 * Finds out where an answer may go. Until then nothing may be sent anywhere: a person sees a page (RFC 9700 §4.11).
 *
 * @throws OAuthError for an unknown client and for an address that is not its own (B11, AS6).
 */
export async function findTarget(parameters: Parameters, { findClient }: FacadeParts): Promise<Target> {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) throw new OAuthError({ reason: 'client_unknown' });
  const client = await findClient(clientId);
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!ADDRESS.test(redirectUri) || !isRegisteredRedirect(client, redirectUri)) {
    throw new OAuthError({ reason: 'redirect_refused' });
  }
  const state = parameters.get('state');
  return { client, back: { redirectUri, ...(isState(state) && { state }) } };
}

/**
 * Checks the rest of the request. What goes wrong from here on, the client hears at its own address.
 *
 * @throws OAuthError `request_refused`.
 */
export function readAuthorization(
  parameters: Parameters,
  target: Target,
  { environment, scopes }: FacadeParts,
): AuthorizationRequest {
  if (parameters.repeated.length > 0) throw refused('invalid_request', 'a parameter came twice');
  const state = parameters.get('state');
  if (state !== undefined && !isState(state))
    throw refused('invalid_request', 'the state is too long or no plain text');
  if (parameters.get('response_type') !== 'code') throw refused('unsupported_response_type', 'only codes are given');
  const resource = parameters.get('resource');
  if (resource !== undefined && resource !== environment.RESOURCE) {
    throw refused('invalid_target', 'the resource is another');
  }
  return {
    ...target,
    codeChallenge: readChallenge(parameters),
    scopes: requestedScopes(parameters.get('scope'), scopes),
  };
}

/** PKCE with S256 and nothing less: no method means `plain` (RFC 7636 §4.3), and a challenge may not be missing (AS2). */
function readChallenge(parameters: Parameters): string {
  const challenge = parameters.get('code_challenge') ?? '';
  if (!CHALLENGE.test(challenge)) throw refused('invalid_request', 'a code_challenge is needed');
  if (parameters.get('code_challenge_method') !== 'S256') {
    throw refused('invalid_request', 'the code_challenge_method must be S256');
  }
  return challenge;
}

function isState(state: string | undefined): state is string {
  return state !== undefined && state.length <= MAX_STATE && STATE.test(state);
}

type RequestError = Extract<OAuthFailure, { readonly reason: 'request_refused' }>['error'];

function refused(error: RequestError, rule: string): OAuthError {
  return new OAuthError({ reason: 'request_refused', error, rule });
}
