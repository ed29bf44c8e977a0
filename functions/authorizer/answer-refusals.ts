import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { bearerChallenge } from '../../shared/protected-resource.ts';
import { fullScopes } from '../../shared/tool-scope.ts';
import { causesOf } from '../log/causes-of.ts';
import type { AuthorizerParts } from './authorizer-parts.ts';
import { deny } from './policy.ts';
import { type AuthorizerRefusal, isOutage, refusalOf } from './refusal.ts';
import { challengeScopes } from './required-scope.ts';

type RefusalMiddleware = MiddlewareObj<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>;

/**
 * Turns whatever stopped a request into the one answer API Gateway understands, after the record is written.
 *
 * Only the word `Unauthorized` makes it answer 401; a Deny policy makes it answer 403; everything else fails closed
 * with 500. A record that cannot be written is logged, and the refusal stands.
 */
export function answerRefusals(parts: AuthorizerParts): RefusalMiddleware {
  const { recordRefusal, log } = parts;
  return {
    async onError(request) {
      const refusal = refusalOf(request.error);
      if (isOutage(refusal)) log(describe(request.error));
      await recordRefusal(request.event, refusal).catch((error: unknown) => log(describe(error)));
      const answer = toAnswer(request.event, refusal, parts);
      // middy throws `request.error` where no response was set; returning one would end the chain early.
      if (answer instanceof Error) request.error = answer;
      else request.response = answer;
    },
  };
}

function toAnswer(
  event: APIGatewayRequestAuthorizerEvent,
  refusal: AuthorizerRefusal,
  { resource, scopePrefix, contracts }: AuthorizerParts,
): APIGatewayAuthorizerResult | Error {
  switch (refusal.reason) {
    case 'token_refused':
      return new Error('Unauthorized');
    case 'insufficient_scope': {
      const scopes = fullScopes(scopePrefix, challengeScopes(contracts, refusal.tool, refusal.verified.scopes));
      const challenge = bearerChallenge({ resource, scopes, error: 'insufficient_scope' });
      return deny(event.methodArn, refusal.verified.caller.id, challenge);
    }
    case 'keys_unreachable':
    case 'state_unreachable':
    case 'unexpected':
      return new Error('The request could not be authorized');
  }
}

/** Names and messages of an error and its causes. A token is in none: the library's own errors were replaced. */
function describe(error: unknown): string {
  const cause = causesOf(error).map((it) => (it instanceof Error ? `${it.name}: ${it.message}` : `a ${typeof it}`));
  return JSON.stringify({ level: 'error', gate: 'authorizer', cause });
}
