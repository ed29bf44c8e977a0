import { AwsError, invalidInput } from './aws-refusal.ts';
import type { VerifiedRequest } from './aws-service.ts';

/** What a request of S3 asks for. */
export type S3Operation =
  | { readonly kind: 'ListObjectsV2'; readonly bucket: string }
  | {
      readonly kind: 'GetObject' | 'HeadObject' | 'PutObject' | 'DeleteObject';
      readonly bucket: string;
      readonly key: string;
    };

const LIST_PARAMETERS = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'fetch-owner',
  'x-id',
]);

const HEADERS = new Set([
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-checksum-mode',
  'x-amz-expected-bucket-owner',
]);
const FOREIGN_HEADERS = ['range', 'if-match', 'if-modified-since', 'if-unmodified-since', 'content-md5'];

const OBJECT_OPERATIONS: ReadonlyMap<string, 'GetObject' | 'HeadObject' | 'PutObject' | 'DeleteObject'> = new Map([
  ['GET', 'GetObject'],
  ['HEAD', 'HeadObject'],
  ['PUT', 'PutObject'],
  ['DELETE', 'DeleteObject'],
]);

/** Reads a path-style request. Whatever would change its meaning and is not known is refused by name. */
export function readS3Operation(request: VerifiedRequest): S3Operation {
  refuseUnknownHeaders(request);
  const [, bucket = '', encodedKey = ''] = /^\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/s.exec(request.path) ?? [];
  const operation = encodedKey === '' ? listOperation(request) : OBJECT_OPERATIONS.get(request.method);
  if (bucket === '' || operation === undefined) throw unknown(request, request.path);
  if (operation === 'ListObjectsV2') return { kind: operation, bucket };
  for (const name of Object.keys(request.query)) if (name !== 'x-id') throw unknown(request, `parameter ${name}`);
  return { kind: operation, bucket, key: decodeKey(encodedKey) };
}

function listOperation({ method, query }: VerifiedRequest): 'ListObjectsV2' | undefined {
  for (const name of Object.keys(query)) {
    if (!LIST_PARAMETERS.has(name)) throw invalidInput(`local mode does not know the S3 parameter ${name}`);
  }
  return method === 'GET' && query['list-type'] === '2' ? 'ListObjectsV2' : undefined;
}

function refuseUnknownHeaders({ method, headers }: VerifiedRequest): void {
  const conditional = 'if-none-match' in headers && !(method === 'PUT' && headers['if-none-match'] === '*');
  const unknownHeaders = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !HEADERS.has(name) && !name.startsWith('x-amz-meta-'),
  );
  const foreign = FOREIGN_HEADERS.filter((name) => name in headers);
  const [found] = [...unknownHeaders, ...foreign, ...(conditional ? ['if-none-match'] : [])];
  if (found !== undefined) throw invalidInput(`local mode does not know the S3 header ${found}`);
  if (headers['content-encoding']?.includes('aws-chunked')) {
    throw invalidInput('local mode does not know aws-chunked bodies; send a string or a buffer, not a stream');
  }
}

function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidInput('the object key is not valid percent-encoding');
  }
}

function unknown({ method }: VerifiedRequest, what: string): AwsError {
  return new AwsError({ reason: 'unknown_operation', operation: `s3 ${method} ${what}` });
}
