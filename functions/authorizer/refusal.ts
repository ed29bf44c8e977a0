import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import type { Caller } from '../../shared/caller.ts';
import type { ContractDocument } from '../../shared/contract-document.ts';

/** What is wrong with a token or with the way it came. Each has its test (B1). */
export type TokenFault =
  | 'missing'
  | 'several'
  | 'in_query'
  | 'not_bearer'
  | 'too_long'
  | 'malformed'
  | 'header_field'
  | 'type'
  | 'algorithm'
  | 'key_unknown'
  | 'key_unfit'
  | 'signature'
  | 'issuer'
  | 'expired'
  | 'not_yet_valid'
  | 'issued_in_future'
  | 'life_too_long'
  | 'claims'
  | 'not_access_token'
  | 'client'
  | 'audience'
  | 'scope'
  | 'person_as_machine'
  | 'revoked'
  | 'all_disabled'
  | 'user_disabled'
  | 'client_disabled';

/** Why the authorizer refuses. Rich here and in the record; the client hears 401, 403 or 500. */
export type AuthorizerRefusal =
  | {
      readonly reason: 'token_refused';
      readonly fault: TokenFault;
      /** Known where the token itself was good. */
      readonly caller?: Caller;
    }
  | {
      readonly reason: 'insufficient_scope';
      readonly verified: VerifiedRequest;
      /** The tool the request names, where it names one that the contracts know. */
      readonly tool?: ContractDocument;
    }
  | { readonly reason: 'keys_unreachable' }
  /** Whether the request was stopped could not be learned. */
  | { readonly reason: 'state_unreachable'; readonly caller: Caller }
  | { readonly reason: 'unexpected' };

/** Thrown wherever a request cannot pass; carries the refusal as data and the cause for the log. */
export class Refusal extends Error {
  readonly refusal: AuthorizerRefusal;

  constructor(refusal: AuthorizerRefusal, options?: ErrorOptions) {
    super(refusal.reason, options);
    this.name = 'Refusal';
    this.refusal = refusal;
  }
}

/** A refusal of the token. */
export function tokenRefused(
  fault: TokenFault,
  { caller, ...options }: ErrorOptions & { readonly caller?: Caller } = {},
): Refusal {
  return new Refusal({ reason: 'token_refused', fault, ...(caller && { caller }) }, options);
}

/** Finds the refusal in anything that was thrown. */
export function refusalOf(error: unknown): AuthorizerRefusal {
  return error instanceof Refusal ? error.refusal : { reason: 'unexpected' };
}

/** Whether the authorizer itself could not do its work: an outage, where others are refusals. */
export function isOutage({ reason }: AuthorizerRefusal): boolean {
  switch (reason) {
    case 'keys_unreachable':
    case 'state_unreachable':
    case 'unexpected':
      return true;
    case 'token_refused':
    case 'insufficient_scope':
      return false;
  }
}

/** One fixed sentence for the record; never a value from the token. */
export function refusalDetail(refusal: AuthorizerRefusal): string {
  switch (refusal.reason) {
    case 'token_refused':
      return TOKEN_FAULTS[refusal.fault];
    case 'insufficient_scope':
      return 'The token lacks a scope the request needs.';
    case 'keys_unreachable':
      return 'The issuer’s keys could not be read.';
    case 'state_unreachable':
      return 'Revocations and switches could not be read.';
    case 'unexpected':
      return 'The authorizer failed; its log has the cause.';
  }
}

const TOKEN_FAULTS: Readonly<Record<TokenFault, string>> = {
  missing: 'There was no Authorization header.',
  several: 'There was more than one Authorization header or token.',
  in_query: 'A token was sent in the query string.',
  not_bearer: 'The Authorization header was not one Bearer token.',
  too_long: 'The token was longer than the authorizer reads.',
  malformed: 'The token was not a signed JWT.',
  header_field: 'The token’s header held a field that is not accepted.',
  type: 'The token’s type was neither JWT nor at+jwt.',
  algorithm: 'The token’s algorithm was not accepted.',
  key_unknown: 'The issuer has no key of the token’s key id.',
  key_unfit: 'The issuer’s key does not fit the token’s algorithm.',
  signature: 'The token’s signature was wrong.',
  issuer: 'The token came from another issuer.',
  expired: 'The token had expired.',
  not_yet_valid: 'The token was not valid yet.',
  issued_in_future: 'The token was issued in the future.',
  life_too_long: 'The token lives longer than allowed.',
  claims: 'A claim was missing or of the wrong type.',
  not_access_token: 'The token was not an access token.',
  client: 'The token’s client may not call.',
  audience: 'The token was issued for another resource.',
  scope: 'The token held no scope of this gateway.',
  person_as_machine: 'The token named a person, but its client is a machine’s.',
  revoked: 'The token, or the sign-in it comes from, was revoked.',
  all_disabled: 'Everything is switched off.',
  user_disabled: 'The caller is switched off.',
  client_disabled: 'The token’s client is switched off.',
};
