import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/** Lets a tool, or the gateway, use the key of a resource, through that resource's service alone. Nothing to do without a key. */
export function grantKey(
  grantee: iam.IGrantable & IConstruct,
  key: kms.IKey | undefined,
  { service, actions }: { readonly service: 'dynamodb' | 's3' | 'secretsmanager'; readonly actions: string[] },
): void {
  if (!key) return;
  const { region, urlSuffix } = Stack.of(grantee);
  iam.Grant.addToPrincipal({
    grantee,
    actions,
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
  });
}
