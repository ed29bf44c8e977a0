import type { IncomingMessage } from 'node:http';
import { ApiRefusal } from './api-failure.ts';

/** API Gateway's limit for a request's payload. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Reads the body as text. Without binary media types API Gateway takes every body for UTF-8 and replaces what is not.
 *
 * @throws ApiRefusal `too_large`, as soon as the declared or the received length says so.
 */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new ApiRefusal({ kind: 'too_large' });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new ApiRefusal({ kind: 'too_large' });
    chunks.push(chunk);
  }
  return length === 0 ? null : Buffer.concat(chunks).toString('utf8');
}
