import { Token } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { UserPoolSource, type UserPoolSourceProps } from './user-pool-source.ts';

export interface ImportedUserPoolProps extends UserPoolSourceProps {
  /** The pool, for example `cognito.UserPool.fromUserPoolId(this, 'Company', 'eu-west-1_…')`. On the plan Essentials or Plus. */
  readonly userPool: cognito.IUserPool;
  /**
   * The pool's sign-in host without a slash at its end: `https://<prefix>.auth.<region>.amazoncognito.com`, or the pool's
   * custom domain. Its branding version is managed login: the classic pages bind no audience.
   */
  readonly signInUrl: string;
}

/**
 * A Cognito user pool that exists already. Clients and the endpoint's scopes are added to it; its people, passwords, second
 * factors and plan stay as they are.
 */
export class ImportedUserPool extends UserPoolSource {
  readonly userPool: cognito.IUserPool;
  readonly signInUrl: string;

  /** @throws Error when the sign-in host is not behind https, or is more than a host. */
  constructor(scope: Construct, id: string, props: ImportedUserPoolProps) {
    super(scope, id, props);
    this.userPool = props.userPool;
    this.signInUrl = checkOrigin(this.node.path, props.signInUrl);
  }

  get issuerUrl(): string {
    return `https://${this.userPool.userPoolProviderName}`;
  }
}

function checkOrigin(where: string, url: string): string {
  if (Token.isUnresolved(url) || /^https:\/\/[a-z0-9.-]+$/.test(url)) return url;
  throw new Error(`${where}: signInUrl is https:// and a host, without a path, got ${JSON.stringify(url)}`);
}
