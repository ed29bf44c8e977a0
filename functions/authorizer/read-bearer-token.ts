import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { headerValues } from './header-values.ts';
import { tokenRefused } from './refusal.ts';

/** API Gateway takes 10,240 bytes of headers; a token that needs more than this is nothing we issued. */
const MAX_TOKEN_CHARACTERS = 8192;

/** RFC 6750 §2.1: the scheme without regard to case, then one token of `b64token` characters. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Takes the one token out of the one Authorization header (B1, A7).
 *
 * @throws Refusal when there is none, more than one, or one in the query string.
 */
export function readBearerToken(event: APIGatewayRequestAuthorizerEvent): string {
  if (hasTokenInQuery(event)) throw tokenRefused('in_query');
  const [value, ...more] = headerValues(event, 'authorization');
  if (value === undefined) throw tokenRefused('missing');
  if (more.length > 0 || value.includes(',')) throw tokenRefused('several');
  const token = BEARER.exec(value)?.[1];
  if (token === undefined) throw tokenRefused('not_bearer');
  if (token.length > MAX_TOKEN_CHARACTERS) throw tokenRefused('too_long');
  return token;
}

/** Case is ignored: whoever writes `Access_Token` put a token where logs and caches see it all the same. */
function hasTokenInQuery({ queryStringParameters, multiValueQueryStringParameters }: APIGatewayRequestAuthorizerEvent) {
  const names = [...Object.keys(queryStringParameters ?? {}), ...Object.keys(multiValueQueryStringParameters ?? {})];
  return names.some((name) => name.toLowerCase() === 'access_token');
}
