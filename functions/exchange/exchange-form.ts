import { actorId, type Downstream } from '../../shared/downstream.ts';
import { assertionClaims } from './assertion-claims.ts';
import type { ExchangeParts, TokenExchange } from './token-exchange.ts';

/** RFC 8693 §3. */
export const TokenType = {
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
} as const;

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What is asked of a token endpoint, without who asks. */
export interface ExchangeForm {
  readonly grantType: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Says who calls, who acts and what is wanted, in the words of the issuer's grant (B9).
 *
 * @throws Error when it would show the caller's token to an issuer it did not come from (B8), or cannot be signed.
 */
export async function exchangeForm(exchange: TokenExchange, parts: ExchangeParts): Promise<ExchangeForm> {
  const { audience, scopes, grant } = exchange.downstream;
  const scope = scopes.join(' ');
  const [subject, actor] = await Promise.all([subjectToken(exchange, parts), actorToken(exchange, parts)]);
  switch (grant) {
    case 'token-exchange':
      return {
        grantType: TOKEN_EXCHANGE,
        parameters: {
          subject_token: subject.token,
          subject_token_type: subject.type,
          ...(actor !== undefined && { actor_token: actor, actor_token_type: TokenType.jwt }),
          requested_token_type: TokenType.accessToken,
          audience,
          scope,
        },
      };
    // RFC 7523 §2.1 knows no actor; what comes back must name one all the same.
    case 'on-behalf-of':
      return {
        grantType: JWT_BEARER,
        parameters: {
          assertion: subject.token,
          requested_token_use: 'on_behalf_of',
          ...serviceParameter(exchange.downstream),
          scope,
        },
      };
  }
}

/** Version 1 of Entra wants the service in `resource`; version 2 finds it in the scopes and refuses the parameter. */
function serviceParameter({ issuer, audience }: Downstream): { readonly resource?: string } {
  return issuer.endsWith('/v2.0') ? {} : { resource: audience };
}

async function subjectToken(
  { downstream, caller, callerToken, signal }: TokenExchange,
  parts: ExchangeParts,
): Promise<{ readonly token: string; readonly type: string }> {
  const { subject, issuer: audience } = downstream;
  switch (subject) {
    case 'caller-token':
      if (audience !== parts.callerIssuer) throw new Error('a caller’s token is shown to its own issuer only');
      if (callerToken === undefined) throw new Error('the request holds no token of the caller');
      return { token: callerToken, type: TokenType.accessToken };
    case 'assertion': {
      const claims = assertionClaims({ issuer: parts.resource, subject: caller.subject, audience }, parts);
      return { token: await parts.sign({ ...claims, client_id: caller.clientId }, signal), type: TokenType.jwt };
    }
  }
}

async function actorToken(
  { downstream: { actor, grant, issuer: audience }, tool, signal }: TokenExchange,
  parts: ExchangeParts,
): Promise<string | undefined> {
  if (actor !== 'act' || grant !== 'token-exchange') return undefined;
  const subject = actorId(parts.resource, tool);
  return parts.sign(assertionClaims({ issuer: parts.resource, subject, audience }, parts), signal);
}
