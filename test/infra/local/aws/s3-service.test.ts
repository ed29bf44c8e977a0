import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, BUCKET as Bucket } from './support-desk-stack.ts';

let fixture: EndpointFixture;
let alice: S3Client;
let operator: S3Client;
beforeAll(async () => {
  fixture = await startFixture();
  alice = new S3Client(clientFor(fixture.endpoint, await borrow(fixture.endpoint, 'alice-id')));
  operator = new S3Client(clientFor(fixture.endpoint, fixture.endpoint.operatorCredentials()));
});
afterAll(() => fixture.endpoint.close());

const mine = (name: string) => `users/alice-id/${name}`;
const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

describe("with alice's credentials, her own folder", () => {
  test('can be read, written and deleted', async () => {
    const Key = mine('ä b+c&<x>.txt');
    await alice.send(
      new PutObjectCommand({ Bucket, Key, Body: 'grüße', ContentType: 'text/plain', Metadata: { a: 'b' } }),
    );
    const object = await alice.send(new GetObjectCommand({ Bucket, Key }));
    expect(await object.Body?.transformToString()).toBe('grüße');
    expect(object).toMatchObject({ ContentType: 'text/plain', Metadata: { a: 'b' }, ContentLength: 7 });
    expect(await alice.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ETag: object.ETag });
    await alice.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(operator.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('can be listed, by folder and page by page', async () => {
    const listing = await alice.send(new ListObjectsV2Command({ Bucket, Prefix: mine(''), Delimiter: '/' }));
    expect(listing.Contents?.map(({ Key }) => Key)).toEqual([mine('a.txt')]);
    expect(listing.CommonPrefixes).toEqual([{ Prefix: mine('b/') }]);
    const first = await alice.send(new ListObjectsV2Command({ Bucket, Prefix: mine(''), MaxKeys: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1 });
    const ContinuationToken = first.NextContinuationToken;
    const second = await alice.send(
      new ListObjectsV2Command({ Bucket, Prefix: mine(''), MaxKeys: 1, ContinuationToken }),
    );
    expect(second).toMatchObject({ IsTruncated: false, Contents: [{ Key: mine('b/c.txt'), Size: 6 }] });
  });

  test('an object is not overwritten when she says so', async () => {
    const again = new PutObjectCommand({ Bucket, Key: mine('a.txt'), Body: 'x', IfNoneMatch: '*' });
    await expect(alice.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });
});

describe("with alice's credentials, bob's folder (D2)", () => {
  const Key = 'users/bob-id/a.txt';
  test('cannot be read, written, deleted or listed', async () => {
    await expect(alice.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject(denied);
    await expect(alice.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))).rejects.toMatchObject(denied);
    await expect(alice.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject(denied);
    const Prefix = 'users/bob-id/';
    await expect(alice.send(new ListObjectsV2Command({ Bucket, Prefix }))).rejects.toMatchObject(denied);
    await expect(alice.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('cannot be reached through her own by dots in the key', async () => {
    const dotted = new GetObjectCommand({ Bucket, Key: mine('../bob-id/a.txt') });
    await expect(alice.send(dotted)).rejects.toMatchObject(denied);
    expect(fixture.decisions.some(({ resource, decision }) => resource.endsWith(`/${Key}`) && decision.allowed)).toBe(
      false,
    );
  });

  test('cannot be found by listing everything', async () => {
    await expect(alice.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
    await expect(alice.send(new ListObjectsV2Command({ Bucket, Prefix: 'users/' }))).rejects.toMatchObject(denied);
  });
});

test('does not say that a key is missing to who may not list the bucket', async () => {
  await expect(alice.send(new GetObjectCommand({ Bucket, Key: mine('none') }))).rejects.toMatchObject(denied);
  const Key = mine('none');
  await expect(operator.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('refuses a body that is not the one its checksum is of', async () => {
  const broken = new PutObjectCommand({ Bucket, Key: mine('n'), Body: 'x', ChecksumCRC32: 'AAAAAA==' });
  await expect(alice.send(broken)).rejects.toMatchObject({ name: 'BadDigest' });
});

describe('refuses by name', () => {
  test('a bucket the template does not have', async () => {
    const asked = operator.send(new GetObjectCommand({ Bucket: 'nobody-has-it', Key: 'x' }));
    await expect(asked).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('a bucket of another owner', async () => {
    const ExpectedBucketOwner = ACCOUNT.replace('1', '9');
    const asked = operator.send(new GetObjectCommand({ Bucket, Key: mine('a.txt'), ExpectedBucketOwner }));
    await expect(asked).rejects.toMatchObject(denied);
  });

  test('operations and options it does not serve', async () => {
    const Key = mine('a.txt');
    await expect(operator.send(new GetObjectTaggingCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('tagging'),
    });
    await expect(operator.send(new ListBucketsCommand({}))).rejects.toThrow();
    await expect(operator.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-1' }))).rejects.toThrow(/range/);
    const acl = new PutObjectCommand({ Bucket, Key, Body: 'x', ACL: 'public-read' });
    await expect(operator.send(acl)).rejects.toThrow(/x-amz-acl/);
  });

  test('a body that is sent as a stream', async () => {
    const Body = Readable.from([Buffer.from('x')]);
    const streamed = new PutObjectCommand({ Bucket, Key: mine('s'), Body, ContentLength: 1 });
    await expect(operator.send(streamed)).rejects.toThrow(/STREAMING|aws-chunked/);
  });
});
