import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { connectorRoleName, connectorRolePath } from '../../shared/resource-names.ts';
import { CALLER_VARIABLE, SessionTag } from '../../shared/session-tags.ts';
import { grantKey } from '../grants/grant-key.ts';
import { LentRole } from '../tool/lent-role.ts';
import type { SecretConnection, ToolConnection } from '../tool/secret-connection.ts';

export interface ConnectorRoleProps {
  readonly gatewayName: string;
  /** The page's function. */
  readonly borrower: iam.IRole;
  readonly boundary: iam.IManagedPolicy;
}

/** What Secrets Manager hangs on a name: a hyphen and six random characters. */
const END = '-??????';

/** The role that is lent to the page's function for the one person who signed in: it writes that person's secrets (H2). */
export class ConnectorRole extends LentRole {
  private readonly tools: Set<string>;
  private readonly prefixes = new Set<string>();

  constructor(scope: Construct, id: string, { gatewayName, borrower, boundary }: ConnectorRoleProps) {
    const tools = new Set<string>();
    super(scope, id, {
      roleName: connectorRoleName(gatewayName),
      path: connectorRolePath(gatewayName),
      description: 'Lent to the page for secrets, for the person who signed in to it',
      borrower,
      tools: Lazy.list({ produce: () => [...tools].toSorted() }),
      boundary,
    });
    this.tools = tools;
  }

  /** Lets each person write one secret more: their own below this prefix. Nobody can read one with this role. */
  admit({ toolName, prefix, encryptionKey }: ToolConnection): void {
    this.tools.add(toolName);
    if (this.prefixes.has(prefix)) return;
    this.prefixes.add(prefix);
    for (const statement of writing(Stack.of(this), prefix)) this.role.addToPolicy(statement);
    grantKey(this.role, encryptionKey, {
      service: 'secretsmanager',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  }
}

/**
 * A new secret is asked for by its name, before there is a random end; so the name itself is a condition. It must say by its
 * tag whose it is, and have no other tag: by that tag it is known afterwards.
 */
function writing(stack: Stack, prefix: SecretConnection['prefix']): readonly iam.PolicyStatement[] {
  const name = `${prefix}/${CALLER_VARIABLE}`;
  const parts = { service: 'secretsmanager', resource: 'secret', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  const [bare, ended] = [name, `${name}${END}`].map((resourceName) => stack.formatArn({ ...parts, resourceName }));
  const ownTag = { [`aws:RequestTag/${SessionTag.caller}`]: CALLER_VARIABLE };
  const noOther = { 'ForAllValues:StringEquals': { 'aws:TagKeys': [SessionTag.caller] } };
  const resources = [`${bare}`, `${ended}`];
  return [
    new iam.PolicyStatement({
      actions: ['secretsmanager:CreateSecret'],
      resources,
      conditions: { StringEquals: { 'secretsmanager:Name': name, ...ownTag }, ...noOther },
    }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:TagResource'],
      resources,
      conditions: { StringEquals: ownTag, ...noOther },
    }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:PutSecretValue'],
      resources: [`${ended}`],
      conditions: { StringEquals: { [`aws:ResourceTag/${SessionTag.caller}`]: CALLER_VARIABLE } },
    }),
  ];
}
