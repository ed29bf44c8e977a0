import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { McpTool } from '../tool/mcp-tool.ts';

/** Lets a tool use the key of a resource, through that resource's service alone. Nothing to do without a key. */
export function grantKey(
  tool: McpTool,
  key: kms.IKey | undefined,
  { service, actions }: { readonly service: 'dynamodb' | 's3' | 'secretsmanager'; readonly actions: string[] },
): void {
  if (!key) return;
  const { region, urlSuffix } = Stack.of(tool);
  iam.Grant.addToPrincipal({
    grantee: tool,
    actions,
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
  });
}
