import middy from '@middy/core';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { VerifiedRequest } from '../../shared/authorizer-context.ts';
import { answerRefusals } from './answer-refusals.ts';
import type { AuthorizerParts } from './authorizer-parts.ts';
import { allow } from './policy.ts';
import { readBearerToken } from './read-bearer-token.ts';
import { Refusal } from './refusal.ts';
import { namedTool } from './required-scope.ts';

/** Answers one request: a policy, or the error `Unauthorized`, or any other error, which API Gateway answers with 500. */
export type Authorize = (
  event: APIGatewayRequestAuthorizerEvent,
  context: Context,
) => Promise<APIGatewayAuthorizerResult>;

/** Makes the authorizer: token, caller, stops, scope, in this order; every refusal leaves one record. */
export function authorizer(parts: AuthorizerParts): Authorize {
  const { verifyToken, checkStops } = parts;
  const pipeline = middy<APIGatewayRequestAuthorizerEvent, APIGatewayAuthorizerResult>()
    .use(answerRefusals(parts))
    .handler(async (event: APIGatewayRequestAuthorizerEvent) => {
      const verified = await checkStops(await verifyToken(readBearerToken(event)));
      requireScope(event, verified, parts);
      return allow(event.methodArn, verified);
    });
  return async (event, context) => pipeline(event, context);
}

/** Who may never call the tool is told nothing of it here: the gateway says that there is none (C3). */
function requireScope(
  event: APIGatewayRequestAuthorizerEvent,
  verified: VerifiedRequest,
  { contracts, policies }: AuthorizerParts,
): void {
  const { caller, scopes, disabledTools } = verified;
  const named = namedTool(event, contracts, disabledTools);
  if (named && scopes.includes(named.scope)) return;
  const hidden = named && policies && !policies().mayEverCall({ caller, tool: named });
  const tool = hidden ? undefined : named;
  if (!tool && scopes.length > 0) return;
  throw new Refusal({ reason: 'insufficient_scope', verified, ...(tool && { tool }) });
}
