import { Duration, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { fullScopes } from '../../shared/tool-scope.ts';
import type { ResourceServer } from './resource-server.ts';

export interface McpClientProps {
  readonly userPool: cognito.IUserPool;
  readonly kind: 'person' | 'machine';
  readonly callbackUrls: readonly string[];
  /**
   * Scopes the client may ask for, by their short names.
   *
   * @default - every scope of every endpoint of the pool
   */
  readonly scopes?: readonly string[];
  /** The pool's endpoints; more may be added until synth. */
  readonly servers: readonly ResourceServer[];
}

/** The shortest life Cognito gives an access token, in minutes (B6). */
const ACCESS_TOKEN_MINUTES = 5;
const REFRESH_TOKEN_MINUTES = Duration.days(1).toMinutes();
/** How long a refresh token that was just replaced still works, for clients whose answer got lost. */
const ROTATION_GRACE_SECONDS = 10;

/** An OAuth client of the pool: code with PKCE for people, client credentials for machines, 5-minute tokens for both. */
export class McpClient extends Construct {
  readonly clientId: string;
  private readonly resource: cognito.CfnUserPoolClient;
  private readonly servers: readonly ResourceServer[];
  private readonly wanted: readonly string[] | undefined;

  constructor(scope: Construct, id: string, { userPool, kind, callbackUrls, servers, scopes }: McpClientProps) {
    super(scope, id);
    this.servers = servers;
    this.wanted = scopes;
    this.resource = new cognito.CfnUserPoolClient(this, 'Resource', {
      userPoolId: userPool.userPoolId,
      clientName: id,
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthScopes: Lazy.list({ produce: () => [...this.allowedScopes()] }),
      supportedIdentityProviders: ['COGNITO'],
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: ACCESS_TOKEN_MINUTES,
      idTokenValidity: ACCESS_TOKEN_MINUTES,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'minutes' },
      ...(kind === 'person' ? forPeople(callbackUrls) : FOR_MACHINES),
    });
    this.clientId = this.resource.ref;
    if (kind === 'person') this.addSignInPage(userPool);
    for (const server of servers) this.waitFor(server);
    this.node.addValidation({ validate: () => this.findProblems() });
  }

  /** Cognito refuses a client whose scopes do not exist yet. */
  waitFor(server: ResourceServer): void {
    this.resource.addResourceDependency(server.resource);
  }

  /** Managed login shows no page to a client without branding; Cognito's own will do. */
  private addSignInPage(userPool: cognito.IUserPool): void {
    new cognito.CfnManagedLoginBranding(this, 'SignInPage', {
      userPoolId: userPool.userPoolId,
      clientId: this.clientId,
      useCognitoProvidedValues: true,
    });
  }

  private allowedScopes(): readonly string[] {
    return this.servers.flatMap((server) =>
      fullScopes(
        server.scopePrefix,
        server.scopeNames().filter((name) => this.wanted?.includes(name) ?? true),
      ),
    );
  }

  private findProblems(): string[] {
    const known = this.servers.flatMap((server) => server.scopeNames());
    return (this.wanted ?? [])
      .filter((name) => !known.includes(name))
      .map((name) => `a client asks for scopes that a tool has, got ${JSON.stringify(name)}`);
  }
}

function forPeople(callbackUrls: readonly string[]): Partial<cognito.CfnUserPoolClientProps> {
  return {
    generateSecret: false,
    allowedOAuthFlows: ['code'],
    callbackUrLs: [...callbackUrls],
    refreshTokenValidity: REFRESH_TOKEN_MINUTES,
    refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: ROTATION_GRACE_SECONDS },
  };
}

const FOR_MACHINES: Partial<cognito.CfnUserPoolClientProps> = {
  generateSecret: true,
  allowedOAuthFlows: ['client_credentials'],
};
