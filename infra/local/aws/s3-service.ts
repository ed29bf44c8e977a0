import { crc32 } from 'node:zlib';
import type { AccessControl } from './access-control.ts';
import { AwsError, serviceError } from './aws-refusal.ts';
import type { AwsService, ServiceAnswer, VerifiedRequest } from './aws-service.ts';
import type { Bucket } from './bucket.ts';
import type { ContextKeys } from './caller-context.ts';
import type { KeyUse } from './key-use.ts';
import { listObjects } from './s3-listing.ts';
import { readS3Operation } from './s3-request.ts';
import { objectHeaders, type StoredObject, storedObject } from './stored-object.ts';
import { xmlDocument } from './xml-document.ts';

/** What S3 needs. */
export interface S3ServiceParts {
  readonly access: AccessControl;
  readonly keys: KeyUse;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly account: string;
  readonly now: () => Date;
}

/** S3: the template's buckets, path-style, objects in memory. */
export function s3Service(parts: S3ServiceParts): AwsService {
  return {
    signingName: 's3',
    protocol: 'rest-xml',
    async answer(request) {
      const asked = readS3Operation(request);
      const bucket = findBucket(request, asked.bucket, parts);
      switch (asked.kind) {
        case 'ListObjectsV2':
          return list(request, bucket, parts);
        case 'GetObject': {
          const object = read(request, bucket, asked.key, parts);
          return { status: 200, headers: objectHeaders(object), body: object.body };
        }
        case 'HeadObject': {
          const object = read(request, bucket, asked.key, parts);
          return { status: 200, headers: objectHeaders(object), body: '' };
        }
        case 'PutObject':
          return put(request, bucket, asked.key, parts);
        case 'DeleteObject':
          return remove(request, bucket, asked.key, parts);
      }
    },
  };
}

/** Bucket names are public knowledge on AWS: one that does not exist is told to everybody. */
function findBucket({ headers }: VerifiedRequest, name: string, { buckets, account }: S3ServiceParts): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw serviceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== account)
    throw new AwsError({ reason: 'access_denied', detail: 'Access Denied' });
  return bucket;
}

function list(request: VerifiedRequest, bucket: Bucket, { access }: S3ServiceParts): ServiceAnswer {
  access.require(request, listQuestion(bucket, request.query));
  const body = xmlDocument({ ListBucketResult: listObjects(bucket, request.query) });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function listQuestion(bucket: Bucket, query: VerifiedRequest['query']) {
  const { prefix, delimiter, 'max-keys': maxKeys } = query;
  const context: ContextKeys = {
    ...(prefix === undefined ? {} : { 's3:prefix': prefix }),
    ...(delimiter === undefined ? {} : { 's3:delimiter': delimiter }),
    ...(maxKeys === undefined ? {} : { 's3:max-keys': maxKeys }),
  };
  return { action: 's3:ListBucket', resource: bucket.arn, context, resourcePolicy: bucket.policy };
}

/** Only who may list the bucket learns that a key is missing; everybody else is refused. */
function read(request: VerifiedRequest, bucket: Bucket, key: string, parts: S3ServiceParts): StoredObject {
  requireObject(request, 's3:GetObject', bucket, key, parts);
  const object = bucket.objects.get(key);
  if (object === undefined) {
    parts.access.require(request, listQuestion(bucket, {}));
    throw serviceError('NoSuchKey', 'The specified key does not exist.', 404);
  }
  requireKey(request, 'kms:Decrypt', bucket, key, parts);
  return object;
}

function put(request: VerifiedRequest, bucket: Bucket, key: string, parts: S3ServiceParts): ServiceAnswer {
  requireObject(request, 's3:PutObject', bucket, key, parts);
  requireKey(request, 'kms:GenerateDataKey', bucket, key, parts);
  checkChecksum(request);
  if (request.headers['if-none-match'] === '*' && bucket.objects.has(key)) {
    throw serviceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
  const object = storedObject(request.body, request.headers, parts.now());
  bucket.objects.set(key, object);
  return { status: 200, headers: { etag: object.etag }, body: '' };
}

function remove(request: VerifiedRequest, bucket: Bucket, key: string, parts: S3ServiceParts): ServiceAnswer {
  requireObject(request, 's3:DeleteObject', bucket, key, parts);
  bucket.objects.delete(key);
  return { status: 204, headers: {}, body: '' };
}

function requireObject(
  request: VerifiedRequest,
  action: string,
  bucket: Bucket,
  key: string,
  { access }: S3ServiceParts,
): void {
  access.require(request, { action, resource: `${bucket.arn}/${key}`, resourcePolicy: bucket.policy });
}

function requireKey(
  request: VerifiedRequest,
  action: 'kms:Decrypt' | 'kms:GenerateDataKey',
  bucket: Bucket,
  key: string,
  { keys }: S3ServiceParts,
): void {
  if (bucket.keyId === undefined) return;
  const arn = bucket.bucketKey ? bucket.arn : `${bucket.arn}/${key}`;
  keys.requireUse(request, bucket.keyId, { action, via: 's3', encryptionContext: { 'aws:s3:arn': arn } });
}

/** AWS SDKs send a CRC-32 of the body, in base64. */
function checkChecksum({ headers, body }: VerifiedRequest): void {
  const declared = headers['x-amz-checksum-crc32'];
  if (declared === undefined) return;
  const computed = Buffer.alloc(4);
  computed.writeUInt32BE(crc32(body));
  if (computed.toString('base64') === declared) return;
  throw serviceError('BadDigest', 'The CRC32 you specified did not match what we received.');
}
