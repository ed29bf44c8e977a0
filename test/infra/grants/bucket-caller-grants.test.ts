import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BucketCallerGrants } from '../../../infra/grants/bucket-caller-grants.ts';
import { exampleTool } from '../example-gateway.ts';
import { plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const FOLDER = 'users/${aws:PrincipalTag/caller}/*';

function bucketAndTool(props: s3.BucketProps = {}) {
  const { stack, tool } = exampleTool();
  const bucket = new s3.Bucket(stack, 'Files', props);
  const rights = () => roleOf(plainTemplate(stack), 'GatewayLookCallerRole').statements;
  return { stack, tool, bucket, rights };
}

test("a read grant reaches the objects of this caller's folder (D9)", () => {
  const { tool, bucket, rights } = bucketAndTool();

  BucketCallerGrants.fromBucket(bucket, 'users').read(tool);

  expect(rights()).toContainEqual({
    Effect: 'Allow',
    Action: ['s3:GetObject'],
    Resource: [expect.stringMatching(/^<Files\w+\.Arn>\/users\/\$\{aws:PrincipalTag\/caller\}\/\*$/)],
  });
});

test("listing needs a prefix inside this caller's folder (D9)", () => {
  const { tool, bucket, rights } = bucketAndTool();

  BucketCallerGrants.fromBucket(bucket, 'users').read(tool);

  expect(rights()).toContainEqual({
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: [expect.stringMatching(/^<Files\w+\.Arn>$/)],
    Condition: { StringLike: { 's3:prefix': FOLDER } },
  });
});

test('a read grant cannot write, and a write grant stays in the folder (D9)', () => {
  const read = bucketAndTool();
  BucketCallerGrants.fromBucket(read.bucket, 'users').read(read.tool);
  expect(read.rights().flatMap(({ Action }) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);

  const write = bucketAndTool();
  BucketCallerGrants.fromBucket(write.bucket, 'users').readWrite(write.tool);
  const writing = write.rights().filter(({ Action }) => Action.some((action) => /Put|Delete/.test(action)));
  expect(writing.flatMap(({ Resource }) => Resource ?? [])).toEqual([expect.stringContaining(`/${FOLDER}`)]);
});

test("a bucket's own key can be used through S3 alone (D5)", () => {
  const { tool, bucket, rights } = bucketAndTool({ encryption: s3.BucketEncryption.KMS });

  BucketCallerGrants.fromBucket(bucket, 'users').readWrite(tool);

  const onKey = rights().filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
  expect(onKey.flatMap(({ Action }) => Action).toSorted()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  for (const { Condition } of onKey) {
    expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.<AWS::Region>.<AWS::URLSuffix>' } });
  }
});

test('refuses a folder that is empty, ends with a slash or holds a wildcard or variable (C6)', () => {
  const { bucket } = bucketAndTool();
  const bad = fc
    .tuple(fc.string(), fc.constantFrom('*', '?', '${', '//', '\n'), fc.string())
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(bad, fc.constantFrom('', '/', 'users/', '/users')), (prefix) => {
      expect(() => BucketCallerGrants.fromBucket(bucket, prefix)).toThrow(
        'a folder of callers is named without wildcards',
      );
    }),
  );
});

test('fails when the grantee is no tool, because its sessions carry no caller', () => {
  const { stack, bucket } = bucketAndTool();
  const role = new iam.Role(stack, 'Stranger', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  // @ts-expect-error a role is no tool
  expect(() => BucketCallerGrants.fromBucket(bucket, 'users').read(role)).toThrow(
    'a caller grant on a bucket goes to a tool, as addTool() returns it, got Role',
  );
});
