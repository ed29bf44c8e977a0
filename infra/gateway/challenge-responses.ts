import { Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { bearerChallenge } from '../../shared/protected-resource.ts';

export interface ChallengeResponsesProps {
  readonly endpointUrl: string;
  /** Scopes a first sign-in asks for, with their prefix; asked for late. */
  baselineScopes(): readonly string[];
}

/** Refusals for want of a good token: the client is told where to sign in (RFC 9728 §5.1). */
const SIGN_IN = {
  Unauthorized: apigateway.ResponseType.UNAUTHORIZED,
  ExpiredToken: apigateway.ResponseType.EXPIRED_TOKEN,
  InvalidSignature: apigateway.ResponseType.INVALID_SIGNATURE,
  InvalidApiKey: apigateway.ResponseType.INVALID_API_KEY,
};

/** Refusals that no sign-in would change: status and code, nothing of the inside (A10). */
const PLAIN = {
  // API Gateway's name for a path or method that does not exist. 404, because MCP clients probe well-known paths.
  MissingAuthenticationToken: [apigateway.ResponseType.MISSING_AUTHENTICATION_TOKEN, '404', 'not_found'],
  WafFiltered: [apigateway.ResponseType.WAF_FILTERED, '403', 'forbidden'],
  AuthorizerFailure: [apigateway.ResponseType.AUTHORIZER_FAILURE, '500', 'not_authorized_by_failure'],
  AuthorizerConfigurationError: [
    apigateway.ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
    '500',
    'not_authorized_by_failure',
  ],
  Throttled: [apigateway.ResponseType.THROTTLED, '429', 'too_many_requests'],
  QuotaExceeded: [apigateway.ResponseType.QUOTA_EXCEEDED, '429', 'too_many_requests'],
  RequestTooLarge: [apigateway.ResponseType.REQUEST_TOO_LARGE, '413', 'too_large'],
  Default4xx: [apigateway.ResponseType.DEFAULT_4XX, undefined, 'refused'],
  Default5xx: [apigateway.ResponseType.DEFAULT_5XX, undefined, 'failed'],
} as const;

/** Gives API Gateway its words. Only gateway responses keep the name `WWW-Authenticate` (B3). */
export function addChallengeResponses(api: apigateway.RestApi, props: ChallengeResponsesProps): void {
  for (const [id, type] of Object.entries(SIGN_IN)) addSignIn(api, id, type, props);
  addAccessDenied(api);
  for (const [id, [type, statusCode, code]] of Object.entries(PLAIN)) {
    api.addGatewayResponse(id, { type, ...(statusCode && { statusCode }), templates: body(code) });
  }
}

function addSignIn(
  api: apigateway.RestApi,
  id: string,
  type: apigateway.ResponseType,
  { endpointUrl, baselineScopes }: ChallengeResponsesProps,
): void {
  const challenge = Lazy.string({
    produce: () => `'${bearerChallenge({ resource: endpointUrl, scopes: baselineScopes() })}'`,
  });
  api.addGatewayResponse(id, {
    type,
    statusCode: '401',
    responseHeaders: { 'WWW-Authenticate': challenge },
    templates: body('unauthorized'),
  });
}

/** The token is good and its scopes are not: the authorizer wrote which ones are needed. */
function addAccessDenied(api: apigateway.RestApi): void {
  api.addGatewayResponse('AccessDenied', {
    type: apigateway.ResponseType.ACCESS_DENIED,
    statusCode: '403',
    responseHeaders: { 'WWW-Authenticate': 'context.authorizer.challenge' },
    templates: body('insufficient_scope'),
  });
}

function body(error: string): Record<string, string> {
  return { 'application/json': `{"error":"${error}","requestId":"$context.requestId"}` };
}
