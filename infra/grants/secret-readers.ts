import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';

/** A secret that may have a policy of its own. */
export interface GuardedSecret extends IConstruct {
  addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult;
}

const ID = 'Readers';

/** Who may read a secret: its own policy denies its value to everybody else (H2). */
export class SecretReaders extends Construct {
  /** The readers of a secret, of which there is one list, however many tools share it. */
  static of(secret: GuardedSecret): SecretReaders {
    const known = secret.node.tryFindChild(ID);
    return known instanceof SecretReaders ? known : new SecretReaders(secret);
  }

  private readonly arns = new Set<string>();

  private constructor(secret: GuardedSecret) {
    super(secret, ID);
    secret.addToResourcePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': Lazy.list({ produce: () => [...this.arns] }) } },
      }),
    );
  }

  /** Lets sessions of these roles through. */
  admit(...roleArns: readonly string[]): void {
    for (const arn of roleArns) this.arns.add(arn);
  }
}
