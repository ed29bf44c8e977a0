import { Aws, Duration, Lazy, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { UserPoolSource, type UserPoolSourceProps } from './user-pool-source.ts';

export interface McpUserPoolProps extends UserPoolSourceProps {
  /**
   * First part of the sign-in page's host name; unique in the region, for all of AWS.
   *
   * @default - made of the construct's path and the account
   */
  readonly domainPrefix?: string;
  /**
   * Whether people need a second factor.
   *
   * @default cognito.Mfa.OPTIONAL, by authenticator app
   */
  readonly mfa?: cognito.Mfa;
  /**
   * Cognito's plan, paid for by the person and month. PLUS adds threat protection, which then blocks risky sign-ins and
   * passwords known to be stolen. LITE lacks the sign-in pages and the resource binding.
   *
   * @default cognito.FeaturePlan.ESSENTIALS
   */
  readonly featurePlan?: cognito.FeaturePlan;
  /**
   * Whether the pool, and everybody in it, survives the deletion of the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A Cognito user pool that signs people in for MCP clients, and machines for themselves. */
export class McpUserPool extends UserPoolSource {
  readonly userPool: cognito.UserPool;
  readonly signInUrl: string;

  /** @throws Error when the plan has no managed sign-in pages, or a prop of the facade is out of order. */
  constructor(scope: Construct, id: string, props: McpUserPoolProps = {}) {
    super(scope, id, props);
    this.userPool = this.makePool(props);
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: props.domainPrefix ?? this.domainPrefix() },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.signInUrl = domain.baseUrl();
  }

  get issuerUrl(): string {
    return this.userPool.userPoolProviderUrl;
  }

  private makePool({
    mfa,
    featurePlan = cognito.FeaturePlan.ESSENTIALS,
    ...props
  }: McpUserPoolProps): cognito.UserPool {
    if (featurePlan === cognito.FeaturePlan.LITE) {
      throw new Error(
        `${this.node.path}: featurePlan is ESSENTIALS or PLUS: LITE binds no audience and has no sign-in pages`,
      );
    }
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    return new cognito.UserPool(this, 'Resource', {
      featurePlan,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      mfa: mfa ?? cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: PASSWORD_POLICY,
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(featurePlan === cognito.FeaturePlan.PLUS && THREAT_PROTECTION),
    });
  }

  private domainPrefix(): string {
    const name = Lazy.uncachedString({
      produce: () => Names.uniqueResourceName(this, { maxLength: 40, separator: '-' }).toLowerCase(),
    });
    return `${name}-${Aws.ACCOUNT_ID}`;
  }
}

const THREAT_PROTECTION: Pick<cognito.UserPoolProps, 'standardThreatProtectionMode'> = {
  standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
};

const PASSWORD_POLICY: cognito.PasswordPolicy = {
  minLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  tempPasswordValidity: Duration.days(1),
};
