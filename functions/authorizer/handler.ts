import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { type Authorize, authorizer } from './authorize.ts';
import { makeParts } from './make-parts.ts';

/** Kept between requests: configuration, clients and the issuer's keys. Nothing of any caller (D2). */
let authorize: Authorize | undefined;

/** The Lambda REQUEST authorizer: asked on every request, never cached by API Gateway (B1, B7). */
export async function handler(
  event: APIGatewayRequestAuthorizerEvent,
  context: Context,
): Promise<APIGatewayAuthorizerResult> {
  authorize ??= authorizer(makeParts(process.env));
  return authorize(event, context);
}
