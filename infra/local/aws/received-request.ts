import type { IncomingMessage } from 'node:http';
import { serviceError } from './aws-refusal.ts';

/** Largest body the endpoint reads, in bytes: above Lambda's 6 MB and CloudWatch Logs' 1 MB. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request as it came in: nothing decoded that a signature covers, except the query. */
export interface ReceivedRequest {
  readonly id: string;
  readonly method: string;
  /** Path as sent, still percent-encoded. */
  readonly path: string;
  readonly query: { readonly [name: string]: string };
  /** By lower case name. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

/** Reads a request whole. @throws AwsError when it is too large or ambiguous. */
export async function readRequest(request: IncomingMessage, id: string): Promise<ReceivedRequest> {
  const [path = '/', search = ''] = splitOnce(request.url ?? '/', '?');
  return {
    id,
    method: request.method ?? 'GET',
    path,
    query: readQuery(search),
    headers: readHeaders(request),
    body: await readBody(request),
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

function readQuery(search: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search.replaceAll('+', '%2B'))) {
    if (name in query) throw serviceError('InvalidRequest', `the query names ${JSON.stringify(name)} twice`);
    query[name] = value;
  }
  return query;
}

/** Headers with one value each: a header sent twice could mean one thing to the signature and another to the service. */
function readHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (values.length > 1) throw serviceError('InvalidRequest', `the header ${name} was sent twice`);
    headers[name] = values[0] ?? '';
  }
  return headers;
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  // Known beforehand, the refusal still reaches the client. A body that grows too large is cut off with its connection.
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge() {
  return serviceError('RequestEntityTooLargeException', `the body is larger than ${MAX_BODY_BYTES} bytes`, 413);
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
