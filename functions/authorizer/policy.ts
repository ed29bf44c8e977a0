import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { type VerifiedRequest, writeAuthorizerContext } from '../../shared/authorizer-context.ts';

/** Lets the one request in hand pass; the policy names its method, so it would open nothing else. */
export function allow(methodArn: string, verified: VerifiedRequest): APIGatewayAuthorizerResult {
  return answer('Allow', methodArn, verified.caller.id, { ...writeAuthorizerContext(verified) });
}

/** Refuses the request in hand with a challenge that API Gateway's 403 response carries (B3). */
export function deny(methodArn: string, principalId: string, challenge: string): APIGatewayAuthorizerResult {
  return answer('Deny', methodArn, principalId, { challenge, message: 'The token lacks a scope this request needs' });
}

function answer(
  Effect: 'Allow' | 'Deny',
  Resource: string,
  principalId: string,
  context: Record<string, string>,
): APIGatewayAuthorizerResult {
  const statement = { Action: 'execute-api:Invoke', Effect, Resource };
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [statement] }, context };
}
