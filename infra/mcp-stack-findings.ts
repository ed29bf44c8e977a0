import { type Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { McpUserPool } from './identity/mcp-user-pool.ts';

/** Findings of cdk-nag that the reference deployment lives with, each with its reason. */
export function acknowledgeFindings(parts: {
  readonly stack: Stack;
  readonly people: McpUserPool;
  readonly documents: s3.Bucket;
  readonly ratesKey: secretsmanager.Secret;
}): void {
  const { stack, people, documents, ratesKey } = parts;
  Validations.of(people).acknowledge(
    { id: 'AwsSolutions-COG2', reason: 'Each person decides on a second factor; Mfa.REQUIRED is one prop away.' },
    { id: 'AwsSolutions-COG8', reason: 'The plus plan is paid for by the person and month; a team decides on it.' },
  );
  Validations.of(documents).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Each access through a tool leaves an audit record; server access logs are best effort.',
  });
  Validations.of(ratesKey).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'The service outside makes this key and takes a new one by hand only; tools use a new value at the next call.',
  });
  Validations.of(stack).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId(stack, documents)}.Arn>/users/<aws:PrincipalTag/caller>/*]`,
    reason: "The wildcard stands below the caller's own folder.",
  });
}

function logicalId(stack: Stack, bucket: s3.Bucket): string {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof s3.CfnBucket)) throw new Error(`${bucket.node.path}: a bucket without its resource`);
  return stack.getLogicalId(resource);
}
