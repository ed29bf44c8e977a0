import type { ClaimNames } from '../../shared/claim-names.ts';
import type { AudienceRule } from '../../shared/environment.ts';
import { tokenRefused } from './refusal.ts';
import { audienceOf, type TokenClaims } from './token-claims.ts';

/** What the deployment says about tokens. */
export interface TokenRules {
  readonly resource: string;
  readonly audienceRule: AudienceRule;
  /** Clients in the template that act for people. Any other is looked up once the token is verified. */
  readonly allowedClients: readonly string[];
  /** Clients in the template that act for themselves. */
  readonly machineClients: readonly string[];
  readonly claimNames: ClaimNames;
  readonly scopePrefix: string;
  readonly maxLifeSeconds: number;
}

/** How far the issuer's clock may be ahead of ours. Expiry has no leeway: an expired token is expired (B1). */
const IAT_LEEWAY_SECONDS = 5;

/**
 * Checks the claims of a token whose signature and issuer are good, one guard clause each (B1, B6).
 *
 * @throws Refusal naming the claim.
 */
export function checkClaims(claims: TokenClaims, { typ, scopes, rules, now }: ClaimContext): void {
  const seconds = now().getTime() / 1000;
  if (claims.exp <= seconds) throw tokenRefused('expired');
  if (claims.nbf !== undefined && claims.nbf > seconds) throw tokenRefused('not_yet_valid');
  if (claims.iat > seconds + IAT_LEEWAY_SECONDS) throw tokenRefused('issued_in_future');
  if (claims.exp - claims.iat > rules.maxLifeSeconds) throw tokenRefused('life_too_long');
  if (!isAccessToken(claims, typ)) throw tokenRefused('not_access_token');
  if (claims.client === undefined) throw tokenRefused('client');
  const audienceRule = ruleFor(claims.client, rules);
  if (!isForUs(claims, { ...rules, audienceRule })) throw tokenRefused('audience');
  if (audienceRule === 'client-and-scope' && scopes.length === 0) throw tokenRefused('scope');
}

interface ClaimContext {
  readonly typ: unknown;
  /** Scopes of the token that belong to this gateway. */
  readonly scopes: readonly string[];
  readonly rules: TokenRules;
  readonly now: () => Date;
}

/**
 * An access token says that it is one: Cognito by `token_use`, which decides where it is there; others by the type of
 * RFC 9068, or by a claim of their own.
 */
function isAccessToken({ token_use, marked }: TokenClaims, typ: unknown): boolean {
  if (token_use !== undefined) return token_use === 'access';
  return marked || (typeof typ === 'string' && typ.toLowerCase().endsWith('at+jwt'));
}

/** Client credentials name no resource, so a machine is bound by its client and a scope of this gateway (B13). */
function ruleFor(client: string, { audienceRule, machineClients }: TokenRules): AudienceRule {
  return machineClients.includes(client) ? 'client-and-scope' : audienceRule;
}

/** RS3: the token names this resource. Where the issuer binds no resource, it may name none, but no other one either. */
function isForUs(claims: TokenClaims, { audienceRule, resource, scopePrefix }: TokenRules): boolean {
  const audience = audienceOf(claims);
  switch (audienceRule) {
    case 'resource':
      return audience.includes(resource);
    case 'client-and-scope':
      return audience.length === 0 || audience.includes(resource) || audience.includes(scopePrefix.replace(/\/$/, ''));
  }
}
