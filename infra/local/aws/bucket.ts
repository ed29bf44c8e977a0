import * as z from 'zod';
import type { NamedPolicy } from '../iam/decision.ts';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import { type DemoNames, demoObjects } from './demo-data.ts';
import { readPolicy } from './read-policy.ts';
import { type StoredObject, storedObject } from './stored-object.ts';

const BucketProperties = z.object({
  BucketEncryption: z
    .object({
      ServerSideEncryptionConfiguration: z.array(
        z.object({
          BucketKeyEnabled: z.boolean().optional(),
          ServerSideEncryptionByDefault: z
            .object({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().optional() })
            .optional(),
        }),
      ),
    })
    .optional(),
});
const BucketPolicyProperties = z.object({ Bucket: z.string(), PolicyDocument: z.json() });

/** A bucket of the template with its objects. */
export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly policy: NamedPolicy | undefined;
  /** Customer-managed key, if there is one. */
  readonly keyId: string | undefined;
  /** Whether objects share a bucket key: the encryption context then names the bucket, not the object. */
  readonly bucketKey: boolean;
  readonly objects: Map<string, StoredObject>;
}

/** The template's buckets by name, with their demo objects in. */
export function buckets(stack: DeployedStack, names: DemoNames, now: Date): ReadonlyMap<string, Bucket> {
  const policies = bucketPolicies(stack);
  return new Map(
    stack.ofType('AWS::S3::Bucket').map((resource) => {
      const demo = Object.entries(demoObjects(resource, names));
      const objects = new Map(
        demo.map(([key, text]) => [
          key,
          storedObject(Buffer.from(text, 'utf8'), { 'content-type': 'text/plain' }, now),
        ]),
      );
      return [resource.physicalId, readBucket(resource, policies.get(resource.physicalId), objects)];
    }),
  );
}

function readBucket(
  resource: DeployedResource,
  policy: NamedPolicy | undefined,
  objects: Map<string, StoredObject>,
): Bucket {
  const { BucketEncryption } = BucketProperties.parse(resource.properties);
  const [rule] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  return {
    name: resource.physicalId,
    arn: `arn:aws:s3:::${resource.physicalId}`,
    policy,
    keyId: rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID,
    bucketKey: rule?.BucketKeyEnabled ?? false,
    objects,
  };
}

function bucketPolicies(stack: DeployedStack): ReadonlyMap<string, NamedPolicy> {
  const policies = new Map<string, NamedPolicy>();
  for (const resource of stack.ofType('AWS::S3::BucketPolicy')) {
    const { Bucket, PolicyDocument } = BucketPolicyProperties.parse(resource.properties);
    if (policies.has(Bucket)) throw new UnknownInTemplate('a second policy of one bucket', resource.path);
    policies.set(Bucket, readPolicy('resource', `policy of bucket ${Bucket}`, PolicyDocument));
  }
  return policies;
}
