import { createHash } from 'node:crypto';

/** Headers of an upload that come back with the object. */
const KEPT = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'cache-control',
  'expires',
  'x-amz-checksum-crc32',
]);

/** One object of a bucket. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly modified: Date;
  readonly headers: { readonly [name: string]: string };
}

/** An object as it is kept: `ETag` is the MD5 of the body, as S3 has it for uploads in one piece. */
export function storedObject(body: Uint8Array, headers: StoredObject['headers'], modified: Date): StoredObject {
  const kept = Object.entries(headers).filter(([name]) => KEPT.has(name) || name.startsWith('x-amz-meta-'));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  return { body, etag, modified, headers: Object.fromEntries(kept) };
}

/** The headers S3 answers about an object. */
export function objectHeaders({ body, etag, modified, headers }: StoredObject): Record<string, string> {
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    'content-length': String(body.length),
    'last-modified': modified.toUTCString(),
    'accept-ranges': 'bytes',
    etag,
  };
}
