import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { FacadeClient } from '../../shared/environment.ts';
import { SIGN_IN_CLIENT } from '../../shared/sign-in-client.ts';
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
  /** Whether codes for this client go to the sign-in facade, which passes them on. */
  readonly throughFacade: boolean;
}

/** An OAuth client of the pool: code with PKCE for people, client credentials for machines, 5-minute tokens for both. */
export class McpClient extends Construct {
  readonly clientId: string;
  readonly kind: 'person' | 'machine';
  private readonly callbackUrls: readonly string[];
  private readonly throughFacade: boolean;
  private readonly resource: cognito.CfnUserPoolClient;
  private readonly servers: readonly ResourceServer[];
  private readonly wanted: readonly string[] | undefined;

  constructor(scope: Construct, id: string, props: McpClientProps) {
    super(scope, id);
    const { userPool, kind, servers } = props;
    this.kind = kind;
    this.callbackUrls = props.callbackUrls;
    this.throughFacade = props.throughFacade;
    this.servers = servers;
    this.wanted = props.scopes;
    this.resource = new cognito.CfnUserPoolClient(this, 'Resource', {
      userPoolId: userPool.userPoolId,
      clientName: id,
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthScopes: Lazy.list({ produce: () => [...this.allowedScopes()] }),
      supportedIdentityProviders: ['COGNITO'],
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: SIGN_IN_CLIENT.accessTokenMinutes,
      idTokenValidity: SIGN_IN_CLIENT.accessTokenMinutes,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'minutes' },
      ...(kind === 'person' ? this.forPeople() : FOR_MACHINES),
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

  /** The client as the sign-in facade knows it: codes end at its own callback URLs. */
  forFacade(): FacadeClient {
    return { id: this.clientId, name: this.node.id, redirectUris: [...this.callbackUrls] };
  }

  /** Managed login shows no page to a client without branding; Cognito's own will do. */
  private addSignInPage(userPool: cognito.IUserPool): void {
    new cognito.CfnManagedLoginBranding(this, 'SignInPage', {
      userPoolId: userPool.userPoolId,
      clientId: this.clientId,
      useCognitoProvidedValues: true,
    });
  }

  private forPeople(): Partial<cognito.CfnUserPoolClientProps> {
    return {
      generateSecret: false,
      allowedOAuthFlows: ['code'],
      callbackUrLs: Lazy.list({ produce: () => [...this.poolCallbacks()] }),
      refreshTokenValidity: SIGN_IN_CLIENT.refreshTokenMinutes,
      refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: SIGN_IN_CLIENT.rotationGraceSeconds },
    };
  }

  /**
   * Where Cognito may send codes. With a facade to its callback alone, one for each endpoint of the pool: a client's own
   * address here would let codes past the consent page (B11).
   */
  private poolCallbacks(): readonly string[] {
    return this.throughFacade ? this.servers.map((server) => server.facadeCallback) : this.callbackUrls;
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

const FOR_MACHINES: Partial<cognito.CfnUserPoolClientProps> = {
  generateSecret: true,
  allowedOAuthFlows: ['client_credentials'],
};
