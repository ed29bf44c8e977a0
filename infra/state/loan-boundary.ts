import { Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { callerRolePath, loanBoundaryName } from '../../shared/resource-names.ts';

export interface LoanBoundaryProps {
  readonly gatewayName: string;
}

/**
 * The permissions boundary of all caller roles: the one place where sessions that were lent already can be ended (B7).
 *
 * AWS looks at a boundary on every request, so a `Deny` written into it reaches credentials that nobody can take back.
 */
export class LoanBoundary extends Construct {
  readonly policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, { gatewayName }: LoanBoundaryProps) {
    super(scope, id);
    this.policy = new iam.ManagedPolicy(this, 'Resource', {
      managedPolicyName: loanBoundaryName(gatewayName),
      path: callerRolePath(gatewayName),
      description: `Bounds what is lent by ${gatewayName}; denies what was ended before its time`,
      // A boundary grants nothing: a role still has only what its own policies allow, so all is let through until denied.
      statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })],
    });
    const reason = 'A boundary never grants; the caller roles hold only what they were granted one by one.';
    Validations.of(this.policy).acknowledge(
      { id: 'AwsSolutions-IAM5[Action::*]', reason },
      { id: 'AwsSolutions-IAM5[Resource::*]', reason },
    );
  }

  /** Lets the operator function write a new version of this one policy, and clear away old ones: IAM keeps five. */
  grantRewrite(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
      resourceArns: [this.policy.managedPolicyArn],
    });
  }
}
