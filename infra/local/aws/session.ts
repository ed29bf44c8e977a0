import type { NamedPolicy, Principal } from '../iam/decision.ts';
import type { AwsCredentials } from './aws-credentials.ts';

/** What a set of temporary credentials stands for. */
export interface SessionIdentity {
  readonly kind: 'session' | 'operator';
  readonly account: string;
  /** ARN of the role; of the user for the operator. */
  readonly identityArn: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<session name>`; the user's ARN for the operator. */
  readonly principalArn: string;
  /** `<unique role id>:<session name>`, as in `aws:userid`. */
  readonly userId: string;
  /** Session tags with the role's own tags beneath them. */
  readonly tags: { readonly [key: string]: string };
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** Inline session policies. Absent when none was given: the session is then not narrowed. */
  readonly sessionPolicies?: readonly NamedPolicy[];
  /** The Lambda function the credentials were issued to. */
  readonly sourceFunctionArn?: string;
}

/** Temporary credentials and what they stand for. */
export interface Session extends SessionIdentity {
  readonly credentials: AwsCredentials;
  readonly issuedAt: Date;
}

/** The session as the IAM evaluator sees it. */
export function principalOf(session: Session): Principal {
  const { kind, account, principalArn, identityArn } = session;
  return kind === 'operator'
    ? { kind, arn: principalArn, account }
    : { kind, arn: principalArn, account, roleArn: identityArn };
}
