import type { TokenEndpointResponse } from 'oauth4webapi';
import { actorId, type Downstream } from '../../shared/downstream.ts';
import { TokenType } from './exchange-form.ts';
import { type IssuedClaims, issuedClaims } from './issued-claims.ts';
import type { ExchangeParts, LentToken, TokenExchange } from './token-exchange.ts';

/** How far the issuer's clock may be ahead of ours, where a life is measured by it. */
const LEEWAY_SECONDS = 5;

/** What is known of an exchange when its answer is judged. */
type Judged = Pick<TokenExchange, 'downstream' | 'tool' | 'caller' | 'callerToken'>;

/**
 * Decides whether what an issuer gave may be lent: a bearer token for this caller, this actor and this service alone, with
 * nothing that was not asked for, for a short time (B8, B9).
 *
 * @throws Error that names the rule, never a value.
 */
export function checkIssuedToken(
  answer: TokenEndpointResponse,
  exchange: Judged,
  { resource, now }: Pick<ExchangeParts, 'resource' | 'now'>,
): LentToken {
  const { downstream } = exchange;
  const seconds = now().getTime() / 1000;
  checkAnswer(answer, downstream);
  if (answer.access_token === exchange.callerToken) throw refused('the caller’s own token came back');
  const claims = issuedClaims(answer.access_token);
  if (claims.iss !== downstream.issuer) throw refused('the issued token is of another issuer');
  checkAudience(claims, downstream);
  checkScopes([...(claims.scope ?? []), ...(claims.scp ?? [])], downstream);
  checkLife(claims, downstream, seconds);
  checkSubject(claims, exchange);
  checkActor(claims, downstream, actorId(resource, exchange.tool));
  const end = Math.min(claims.exp, seconds + (answer.expires_in ?? 0));
  return { accessToken: answer.access_token, expiration: new Date(end * 1000).toISOString() };
}

/** RFC 8693 §2.2.1. A life that is not said is not bounded. */
function checkAnswer(answer: TokenEndpointResponse, downstream: Downstream): void {
  const { token_type: type, issued_token_type: issued, expires_in: life = 0, scope } = answer;
  if (type !== 'bearer') throw refused('the issued token is no bearer token');
  const unsaid = issued === undefined && downstream.grant === 'on-behalf-of';
  if (!unsaid && issued !== TokenType.accessToken) throw refused('what was issued is no access token');
  if (life <= 0) throw refused('the life of the issued token is not said');
  if (life > downstream.maxLifeSeconds) throw refused('the issued token lives too long');
  checkScopes(scope?.split(' ') ?? [], downstream);
}

/** For this service alone: any other that takes it too could be reached with it, our own endpoint among them. */
function checkAudience({ aud }: IssuedClaims, { audience }: Downstream): void {
  if (!aud.includes(audience)) throw refused('the issued token is for another audience');
  if (aud.some((each) => each !== audience)) throw refused('the issued token is for other services too');
}

function checkScopes(issued: readonly string[], downstream: Downstream): void {
  const asked = wordsOf(downstream);
  if (issued.some((scope) => scope !== '' && !asked.has(scope)))
    throw refused('more scopes were issued than asked for');
}

/** Entra is asked for `api://<service>/<scope>` and writes `<scope>`: the audience says whose it is. */
function wordsOf({ scopes, grant }: Downstream): ReadonlySet<string> {
  const short = grant === 'on-behalf-of' ? scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)) : [];
  return new Set([...scopes, ...short]);
}

function checkLife({ exp }: IssuedClaims, { maxLifeSeconds }: Downstream, seconds: number): void {
  if (exp <= seconds) throw refused('the issued token is expired');
  if (exp - seconds > maxLifeSeconds + LEEWAY_SECONDS) throw refused('the issued token lives too long');
}

/** An issuer that took the caller's own token may call the person by another name at another service. */
function checkSubject({ sub }: IssuedClaims, { downstream, caller }: Judged): void {
  if (downstream.subject === 'assertion' && sub !== caller.subject)
    throw refused('the issued token is for someone else');
}

function checkActor(claims: IssuedClaims, { actor, clientId }: Downstream, tool: string): void {
  switch (actor) {
    case 'act':
      if (claims.act?.sub !== tool) throw refused('the issued token does not say that this tool acts');
      if (claims.act.act !== undefined) throw refused('the issued token names an actor before this tool');
      return;
    case 'client': {
      const clients = [claims.azp, claims.appid, claims.client_id].filter((client) => client !== undefined);
      if (clients.length === 0 || clients.some((client) => client !== clientId)) {
        throw refused('the issued token does not say that this gateway acts');
      }
    }
  }
}

function refused(rule: string): Error {
  return new Error(rule);
}
