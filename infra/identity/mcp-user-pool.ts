import { Aws, Duration, Lazy, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { AudienceRule } from '../../shared/environment.ts';
import { checkCallbackUrl } from './callback-url.ts';
import type { IdentitySource, OAuthResource } from './identity-source.ts';
import { McpClient, type McpClientProps } from './mcp-client.ts';
import { ResourceServer } from './resource-server.ts';

export interface McpUserPoolProps {
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
   * How tokens are tied to the endpoint: by their audience (RFC 8707), or, for machine clients and pools without
   * resource binding, by client and scope.
   *
   * @default 'resource'
   */
  readonly audienceRule?: AudienceRule;
  /**
   * Whether the pool, and everybody in it, survives the deletion of the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A Cognito user pool that signs people in for MCP clients, and machines for themselves. */
export class McpUserPool extends Construct implements IdentitySource {
  readonly userPool: cognito.UserPool;
  readonly audienceRule: AudienceRule;
  private readonly servers: ResourceServer[] = [];
  private readonly clients: McpClient[] = [];

  constructor(scope: Construct, id: string, props: McpUserPoolProps = {}) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.audienceRule = props.audienceRule ?? 'resource';
    this.userPool = new cognito.UserPool(this, 'Resource', {
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      mfa: props.mfa ?? cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: PASSWORD_POLICY,
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: props.domainPrefix ?? this.domainPrefix() },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
  }

  get issuerUrl(): string {
    return this.userPool.userPoolProviderUrl;
  }

  get jwksUri(): string {
    return `${this.issuerUrl}/.well-known/jwks.json`;
  }

  /** Adds a client that signs people in: a desktop app, a command line, a web app. */
  addClient(
    id: string,
    { callbackUrls, scopes }: { callbackUrls: readonly string[]; scopes?: readonly string[] },
  ): McpClient {
    if (callbackUrls.length === 0)
      throw new Error(`${this.node.path}: client ${JSON.stringify(id)} needs a callback URL`);
    for (const url of callbackUrls) checkCallbackUrl(this.node.path, url);
    return this.add(id, { kind: 'person', callbackUrls, ...(scopes && { scopes }) });
  }

  /**
   * Adds a client that acts for itself, with its own secret (B13).
   *
   * @throws Error under the audience rule 'resource': Cognito gives machines tokens without an audience.
   */
  addMachineClient(id: string, { scopes }: { scopes: readonly string[] }): McpClient {
    if (this.audienceRule === 'resource') {
      throw new Error(
        `${this.node.path}: tokens of machine clients have no audience, so client ${JSON.stringify(id)} needs a pool with audienceRule 'client-and-scope'`,
      );
    }
    if (scopes.length === 0)
      throw new Error(`${this.node.path}: machine client ${JSON.stringify(id)} needs scopes by name`);
    return this.add(id, { kind: 'machine', callbackUrls: [], scopes });
  }

  /** Adds a group; it appears in tokens and policies under this name. */
  addGroup(name: string): cognito.UserPoolGroup {
    return this.userPool.addGroup(name, { groupName: name });
  }

  clientIds(): readonly string[] {
    return this.clients.map((client) => client.clientId);
  }

  attach(scope: Construct, resource: OAuthResource): string {
    const server = new ResourceServer(scope, 'ResourceServer', { userPool: this.userPool, resource });
    for (const client of this.clients) client.waitFor(server);
    this.servers.push(server);
    return server.scopePrefix;
  }

  private add(id: string, props: Omit<McpClientProps, 'userPool' | 'servers'>): McpClient {
    const client = new McpClient(this, id, { ...props, userPool: this.userPool, servers: this.servers });
    this.clients.push(client);
    return client;
  }

  private domainPrefix(): string {
    const name = Lazy.uncachedString({
      produce: () => Names.uniqueResourceName(this, { maxLength: 40, separator: '-' }).toLowerCase(),
    });
    return `${name}-${Aws.ACCOUNT_ID}`;
  }
}

const PASSWORD_POLICY: cognito.PasswordPolicy = {
  minLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
  tempPasswordValidity: Duration.days(1),
};
