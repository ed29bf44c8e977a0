import type { ServerResponse } from 'node:http';

/** A whole answer. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What left: the bytes of the body, and why it was not the function's whole answer. */
export interface Sent {
  readonly bytes: number;
  readonly reason: string | undefined;
}

/** Sends an answer in one piece; to a client that has gone, nothing. */
export function sendResponse(
  response: ServerResponse,
  { status, headers, body }: ApiResponse,
  { requestId, reason }: { readonly requestId: string; readonly reason?: string },
): Sent {
  response.statusCode = status;
  if (response.destroyed) return { bytes: 0, reason: reason ?? 'the client has gone' };
  beginResponse(response, { status, headers: [...headers, ['Content-Length', String(body.length)]] }, requestId);
  response.end(body);
  return { bytes: body.length, reason };
}

/** Sends the status line and headers; a later `Content-Type` replaces an earlier one, other names add up. */
export function beginResponse(
  response: ServerResponse,
  { status, headers }: Pick<ApiResponse, 'status' | 'headers'>,
  requestId: string,
): void {
  response.statusCode = status;
  response.setHeader('x-amzn-RequestId', requestId);
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'content-type') response.setHeader(name, value);
    else response.appendHeader(name, value);
  }
  response.flushHeaders();
}
