import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * The key with which a gateway says who a caller is and who it is itself.
 *
 * It never leaves KMS. Whatever rights somebody has in the account: nobody signs with it but the gateway. Who manages the
 * key can still change that policy, which leaves a trace in CloudTrail.
 */
export class GatewayKey extends kms.Key {
  constructor(scope: Construct, id: string, gatewayRole: iam.IRole) {
    super(scope, id, {
      description: `Signs the assertions of ${scope.node.path}`,
      keySpec: kms.KeySpec.ECC_NIST_P256,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
    });
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['kms:Sign'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': gatewayRole.roleArn } },
      }),
    );
    this.allow(gatewayRole, 'kms:Sign');
  }

  /** Lets a function read the public half. */
  grantReadPublic(grantee: iam.IGrantable): void {
    this.allow(grantee, 'kms:GetPublicKey');
  }

  /** By the grantee's own policy: the key's policy leaves that to the account, as CDK makes it. */
  private allow(grantee: iam.IGrantable, action: string): void {
    iam.Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.keyArn] });
  }
}
