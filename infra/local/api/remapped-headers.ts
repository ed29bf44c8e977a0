/**
 * Headers of a Lambda proxy response that API Gateway renames, because they are its own to set.
 *
 * A challenge in `WWW-Authenticate` therefore never reaches a client that way; only gateway responses keep it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'host',
  'server',
  'www-authenticate',
  'x-amzn-requestid',
]);

/** The name under which a response header leaves. */
export function remappedHeader(name: string): string {
  const lower = name.toLowerCase();
  return REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : name;
}

/** Headers that frame a message on the wire; API Gateway frames its own messages. */
const FRAMING = new Set(['keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

/** Renames and drops as API Gateway does before a function's headers leave. */
export function outgoingHeaders(
  headers: readonly (readonly [name: string, value: string])[],
): (readonly [name: string, value: string])[] {
  return headers
    .filter(([name]) => !FRAMING.has(name.toLowerCase()))
    .map(([name, value]) => [remappedHeader(name), value] as const);
}
