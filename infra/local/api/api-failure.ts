import type { GatewayResponseType } from './gateway-response-type.ts';

/** Why API Gateway itself answers, in place of the integration. `reason` is for the person who runs local mode only. */
export type ApiFailure =
  | { readonly kind: 'no_route' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'bad_path'; readonly reason: string }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'identity_source_missing'; readonly reason: string }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'access_denied'; readonly explicit: boolean }
  | { readonly kind: 'authorizer_not_permitted'; readonly reason: string }
  | { readonly kind: 'authorizer_failed'; readonly reason: string }
  | { readonly kind: 'integration_not_permitted'; readonly reason: string }
  | { readonly kind: 'integration_malformed'; readonly reason: string }
  | { readonly kind: 'integration_failed'; readonly reason: string }
  | { readonly kind: 'integration_timeout'; readonly reason: string }
  | { readonly kind: 'media_type_unknown' }
  | { readonly kind: 'mock_without_template'; readonly reason: string }
  | { readonly kind: 'host_fault'; readonly reason: string };

/** A failure on its way to the one place that answers. */
export class ApiRefusal extends Error {
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(failure.kind);
    this.name = 'ApiRefusal';
    this.failure = failure;
  }
}

/** What a failure looks like outside, before the template's gateway responses have their say. */
export interface FailureAnswer {
  readonly type: GatewayResponseType;
  readonly status: number;
  /** `$context.error.message`; API Gateway says nothing about authorizers that failed. */
  readonly message: string | undefined;
  /** Value of `x-amzn-ErrorType`. */
  readonly errorType: string;
}

/**
 * API Gateway's own answers.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function answerOf(failure: ApiFailure): FailureAnswer {
  switch (failure.kind) {
    case 'no_route':
      return answer('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token', 'MissingAuthenticationToken');
    case 'too_large':
      return answer('REQUEST_TOO_LARGE', 413, 'Request Too Long', 'RequestTooLarge');
    case 'bad_path':
      return answer('BAD_REQUEST_PARAMETERS', 400, 'Bad Request', 'BadRequest');
    case 'throttled':
      return answer('THROTTLED', 429, 'Too Many Requests', 'TooManyRequests');
    case 'identity_source_missing':
    case 'unauthorized':
      return answer('UNAUTHORIZED', 401, 'Unauthorized', 'Unauthorized');
    case 'access_denied':
      return answer('ACCESS_DENIED', 403, deniedMessage(failure.explicit), 'AccessDenied');
    case 'authorizer_not_permitted':
      return answer('AUTHORIZER_CONFIGURATION_ERROR', 500, undefined, 'AuthorizerConfiguration');
    case 'authorizer_failed':
      return answer('AUTHORIZER_FAILURE', 500, undefined, 'AuthorizerFailure');
    case 'integration_timeout':
      return answer('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', 'GatewayTimeout');
    case 'media_type_unknown':
      return answer('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type', 'UnsupportedMediaType');
    case 'integration_malformed':
      return answer('DEFAULT_5XX', 502, 'Internal server error', 'InternalServerError');
    case 'integration_not_permitted':
    case 'mock_without_template':
      return answer('API_CONFIGURATION_ERROR', 500, 'Internal server error', 'InternalServerError');
    case 'integration_failed':
    case 'host_fault':
      return answer('DEFAULT_5XX', 500, 'Internal server error', 'InternalServerError');
  }
}

function answer(
  type: GatewayResponseType,
  status: number,
  message: string | undefined,
  exception: string,
): FailureAnswer {
  return { type, status, message, errorType: `${exception}Exception` };
}

function deniedMessage(explicit: boolean): string {
  return `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`;
}
