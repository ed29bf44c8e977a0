import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { CALLER_PLACE } from '../../shared/secret-variable.ts';
import { CALLER_VARIABLE, SessionTag } from '../../shared/session-tags.ts';
import type { McpTool, ToolSecret } from '../tool/mcp-tool.ts';
import type { SecretConnection } from '../tool/secret-connection.ts';
import { grantKey } from './grant-key.ts';
import { requireTool } from './require-tool.ts';
import { type GuardedSecret, SecretReaders } from './secret-readers.ts';

const PREFIX = /^[A-Za-z0-9_+=.@-]+(\/[A-Za-z0-9_+=.@-]+)*$/;

/** What Secrets Manager hangs on a name: a hyphen and six random characters, which a policy cannot know beforehand. */
const END = '-??????';

/** What a grant needs to know of a secret: `Secret` and imported secrets both fit. */
export interface GrantableSecret extends GuardedSecret {
  readonly secretArn: string;
  /** With its random end; undefined where a secret was imported by name. */
  readonly secretFullArn?: string | undefined;
  readonly encryptionKey?: kms.IKey | undefined;
}

export interface SharedSecretProps {
  /**
   * Who else may read the secret: the role of its rotation, for example.
   *
   * @default - nobody: the secret's own policy denies everybody but the tools
   */
  readonly otherReaders?: readonly iam.IRole[];
}

export interface CallerSecretProps {
  /**
   * What is asked for, as the page says it to the person: `API key of your parcel account`. 1 to 80 characters.
   *
   * @default - made of the secret's name
   */
  readonly label?: string;
  /**
   * Whether a person who has no secret yet is led to a page of this endpoint to enter it. False where something else
   * writes the secrets.
   *
   * @default true
   */
  readonly connectPage?: boolean;
  /**
   * The customer managed key of these secrets.
   *
   * @default - the key that AWS manages for Secrets Manager
   */
  readonly encryptionKey?: kms.IKey;
}

/** Lets a tool read secrets with the credentials it is lent: one that all callers share, or the caller's own (H2). */
export class SecretCallerGrants implements ToolSecret {
  /**
   * One secret for all callers of a tool, as an API key.
   *
   * A secret of the same app also gets a policy of its own: it denies its value to everybody who is not lent to a tool
   * that may read it, whatever rights they have elsewhere in the account. Rotation by a function needs `otherReaders`. Who
   * manages the secret can still write a new value, and can change that policy. The policy of an imported secret is not
   * this app's to write.
   *
   * @throws Error when the ARN of an imported secret holds a wildcard.
   */
  static shared(secret: GrantableSecret, { otherReaders = [] }: SharedSecretProps = {}): SecretCallerGrants {
    const { secretFullArn, secretArn } = secret;
    if (!Token.isUnresolved(secretArn) && /[*?$]/.test(secretArn)) {
      throw new Error(`a secret is named without wildcards, got ${JSON.stringify(secretArn)}`);
    }
    return new SecretCallerGrants({
      place: () => secretFullArn ?? secretArn,
      resource: () => secretFullArn ?? `${secretArn}${END}`,
      key: secret.encryptionKey,
      admit: (tool) => SecretReaders.of(secret).admit(tool.callerRoleArn, ...otherReaders.map((role) => role.roleArn)),
    });
  }

  /**
   * The caller's own secret, `<prefix>/<caller id>`, with the tag `caller` that says whose it is.
   *
   * Both are asked for. The name alone cannot be mistaken either: six characters stand for the random end, no more and no
   * fewer. The tag also holds where a secret was given a wrong name.
   *
   * @param prefix - beginning of the names, without slashes at its ends.
   * @throws Error when the prefix is empty, has a wildcard or ends with a slash.
   */
  static perCaller(
    prefix: string,
    { label, connectPage = true, encryptionKey }: CallerSecretProps = {},
  ): SecretCallerGrants {
    if (!PREFIX.test(prefix)) {
      throw new Error(
        `secrets of callers are named without wildcards and without a slash at the ends, got ${JSON.stringify(prefix)}`,
      );
    }
    return new SecretCallerGrants({
      place: (scope) => secretArn(scope, `${prefix}/${CALLER_PLACE}`),
      resource: (scope) => secretArn(scope, `${prefix}/${CALLER_VARIABLE}${END}`),
      key: encryptionKey,
      ...(connectPage && { connection: { prefix, label, encryptionKey } }),
      conditions: { StringEquals: { [`aws:ResourceTag/${SessionTag.caller}`]: CALLER_VARIABLE } },
    });
  }

  private readonly secret: SecretSource;

  private constructor(secret: SecretSource) {
    this.secret = secret;
  }

  /** What the page needs to know where people enter these secrets themselves. */
  get connection(): SecretConnection | undefined {
    return this.secret.connection;
  }

  /** Lets the tool read the value. `tool.addSecret` calls this, and tells the function where the secret is. */
  read(tool: McpTool): iam.Grant {
    requireTool(tool, WHAT);
    const { resource, key, conditions, admit } = this.secret;
    grantKey(tool, key, { service: 'secretsmanager', actions: ['kms:Decrypt'] });
    admit?.(tool);
    return iam.Grant.addToPrincipal({
      grantee: tool,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [resource(tool)],
      ...(conditions && { conditions }),
    });
  }

  /** ARN of the secret; `{caller}` stands in it for the caller's id, where each has one. */
  locationFor(tool: IConstruct): string {
    return this.secret.place(tool);
  }
}

/** One secret, or one for each caller. */
interface SecretSource {
  place(scope: IConstruct): string;
  resource(scope: IConstruct): string;
  readonly key: kms.IKey | undefined;
  readonly connection?: SecretConnection;
  readonly conditions?: Record<string, Record<string, string>>;
  admit?(tool: McpTool): void;
}

function secretArn(scope: IConstruct, resourceName: string): string {
  const parts = { service: 'secretsmanager', resource: 'secret', resourceName };
  return Stack.of(scope).formatArn({ ...parts, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

const WHAT = 'a caller grant on a secret';
