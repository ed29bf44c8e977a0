import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { facadeIssuer, OAuthPath } from '../../shared/oauth-paths.ts';
import type { OAuthResource } from './identity-source.ts';

/** Scopes of one resource server (Amazon Cognito quotas). */
const MAX_SCOPES = 100;
/** Characters of a scope's description (Cognito API, ResourceServerScopeType). */
const MAX_DESCRIPTION = 256;

/** An endpoint as Cognito knows it: its URL and its scopes. */
export class ResourceServer extends Construct {
  readonly resource: cognito.CfnUserPoolResourceServer;
  private readonly endpoint: OAuthResource;

  constructor(
    scope: Construct,
    id: string,
    { userPool, resource }: { readonly userPool: cognito.IUserPool; readonly resource: OAuthResource },
  ) {
    super(scope, id);
    this.endpoint = resource;
    this.resource = new cognito.CfnUserPoolResourceServer(this, 'Resource', {
      userPoolId: userPool.userPoolId,
      identifier: resource.url,
      name: 'Sallyport endpoint',
      scopes: Lazy.any({ produce: () => this.describeScopes() }),
    });
    this.node.addValidation({ validate: () => this.findProblems() });
  }

  /** What Cognito puts before a scope's short name. */
  get scopePrefix(): string {
    return `${this.endpoint.url}/`;
  }

  /** Where Cognito sends codes when the endpoint's sign-in facade asked for them. */
  get facadeCallback(): string {
    return `${facadeIssuer(this.endpoint.url)}${OAuthPath.callback}`;
  }

  /** Short names of all scopes, once all tools are there. */
  scopeNames(): readonly string[] {
    return this.endpoint.scopes().map(({ name }) => name);
  }

  private describeScopes(): readonly { scopeName: string; scopeDescription: string }[] {
    return this.endpoint.scopes().map(({ name, description }) => ({
      scopeName: name,
      scopeDescription: description.slice(0, MAX_DESCRIPTION),
    }));
  }

  private findProblems(): string[] {
    const count = this.endpoint.scopes().length;
    if (count <= MAX_SCOPES) return [];
    return [`a Cognito resource server has at most ${MAX_SCOPES} scopes, got ${count}; let tools share scopes`];
  }
}
