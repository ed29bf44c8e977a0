import type * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ClaimNames } from '../../shared/claim-names.ts';
import type { AudienceRule } from '../../shared/environment.ts';
import { checkCallbackUrl } from './callback-url.ts';
import { checkFacadeProps, type FacadeProps } from './facade-props.ts';
import type { FacadeSource, IdentitySource, OAuthResource, PageClient } from './identity-source.ts';
import { McpClient, type McpClientProps } from './mcp-client.ts';
import { PoolPageClient } from './pool-page-client.ts';
import { ResourceServer } from './resource-server.ts';

export interface UserPoolSourceProps extends FacadeProps {
  /**
   * How tokens of people are tied to the endpoint: by their audience (RFC 8707), or, for pools without resource binding, by
   * client and scope.
   *
   * @default 'resource'
   */
  readonly audienceRule?: AudienceRule;
}

/** What every Cognito user pool that signs people in is to an endpoint, whether it is made here or existed before. */
export abstract class UserPoolSource extends Construct implements IdentitySource {
  abstract readonly userPool: cognito.IUserPool;
  abstract readonly issuerUrl: string;
  /** The pool's sign-in host, without a slash at its end. */
  abstract readonly signInUrl: string;
  readonly audienceRule: AudienceRule;
  readonly claimNames = ClaimNames.parse({});
  private readonly servers: ResourceServer[] = [];
  private readonly clients: McpClient[] = [];
  private readonly facadeProps: FacadeProps;

  constructor(scope: Construct, id: string, props: UserPoolSourceProps) {
    super(scope, id);
    checkFacadeProps(this.node.path, props);
    this.audienceRule = props.audienceRule ?? 'resource';
    this.facadeProps = props;
  }

  get jwksUri(): string {
    return `${this.issuerUrl}/.well-known/jwks.json`;
  }

  get facade(): FacadeSource | undefined {
    const { facade, clientDocumentHosts, registration, registrationRedirectHosts, maxAdmittedClients } =
      this.facadeProps;
    if (facade === false) return undefined;
    return {
      userPool: this.userPool,
      signInUrl: this.signInUrl,
      clientDocumentHosts: clientDocumentHosts ?? [],
      registration: registration ?? false,
      registrationRedirectHosts: registrationRedirectHosts ?? [],
      maxAdmittedClients: maxAdmittedClients ?? 50,
      clients: () => this.ofKind('person').map((client) => client.forFacade()),
    };
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

  /** Adds a client that acts for itself, with its own secret. Its tokens are tied to the endpoint by client and scope (B13). */
  addMachineClient(id: string, { scopes }: { scopes: readonly string[] }): McpClient {
    if (scopes.length === 0)
      throw new Error(`${this.node.path}: machine client ${JSON.stringify(id)} needs scopes by name`);
    return this.add(id, { kind: 'machine', callbackUrls: [], scopes });
  }

  /** Adds a group; it appears in tokens and policies under this name. */
  addGroup(name: string): cognito.UserPoolGroup {
    return this.userPool.addGroup(name, { groupName: name });
  }

  clientIds(): readonly string[] {
    return this.ofKind('person').map(({ clientId }) => clientId);
  }

  machineClientIds(): readonly string[] {
    return this.ofKind('machine').map(({ clientId }) => clientId);
  }

  attach(scope: Construct, resource: OAuthResource): string {
    const server = new ResourceServer(scope, 'ResourceServer', { userPool: this.userPool, resource });
    for (const client of this.clients) client.waitFor(server);
    this.servers.push(server);
    return server.scopePrefix;
  }

  pageClient(scope: Construct, callbackUrl: string): PageClient {
    const { clientId } = new PoolPageClient(scope, 'Client', { userPool: this.userPool, callbackUrl });
    return {
      clientId,
      authorizationEndpoint: `${this.signInUrl}/oauth2/authorize`,
      tokenEndpoint: `${this.signInUrl}/oauth2/token`,
    };
  }

  private ofKind(kind: McpClientProps['kind']): readonly McpClient[] {
    return this.clients.filter((client) => client.kind === kind);
  }

  private add(id: string, props: Pick<McpClientProps, 'kind' | 'callbackUrls' | 'scopes'>): McpClient {
    const { userPool, servers } = this;
    const throughFacade = this.facadeProps.facade !== false;
    const client = new McpClient(this, id, { ...props, userPool, servers, throughFacade });
    this.clients.push(client);
    return client;
  }
}
