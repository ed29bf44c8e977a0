/** RFC 6750 §2.1. The authorizer has verified the token; this only finds it again. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * The caller's own token, for the one place that may show it to the issuer it came from (B8). Never log, record or lend it.
 *
 * Undefined when the header is not one bearer token; then nothing is asked for with it.
 */
export function callerToken(headers: Headers): string | undefined {
  return BEARER.exec(headers.get('authorization') ?? '')?.[1];
}
