import { fileURLToPath } from 'node:url';
import { Duration, Lazy } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FacadeEnvironment } from '../../shared/environment.ts';
import { SERVER_METADATA_PATHS } from '../../shared/oauth-paths.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { addFixedDocument } from '../gateway/fixed-document.ts';
import { addOpenRoutes } from '../gateway/open-routes.ts';
import type { FacadeSource, IdentitySource } from '../identity/identity-source.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { StateTable } from '../state/state-table.ts';
import { facadeRoutes } from './facade-routes.ts';
import { describeServer } from './server-metadata.ts';

export interface SignInFacadeProps {
  readonly gatewayName: string;
  readonly endpointUrl: string;
  readonly scopePrefix: string;
  readonly identity: IdentitySource;
  readonly source: FacadeSource;
  readonly state: StateTable;
  readonly auditLog: AuditLog;
  readonly api: apigateway.RestApi;
  /** Scopes a first sign-in asks for, with their prefix; asked for late. */
  baselineScopes(): readonly string[];
}

/** One request to the facade waits for a client's document or for Cognito, each with a shorter limit of its own. */
const TIMEOUT = Duration.seconds(15);

/**
 * The OAuth server that MCP clients see in front of a Cognito pool: its metadata, consent for each client, and the pool's
 * own sign-in behind it (AD13, B5, B11). It issues no token of its own.
 */
export class SignInFacade extends IsolatedFunction {
  constructor(scope: Construct, id: string, props: SignInFacadeProps) {
    super(scope, id, {
      entry: fileURLToPath(new URL('../../functions/oauth/handler.ts', import.meta.url)),
      description: 'Asks people whether a client may act for them, and lets Cognito sign them in',
      timeout: TIMEOUT,
      memorySize: 512,
      environment: environmentOf(props),
    });
    props.state.grantSignIn(this.role);
    props.auditLog.grantAppend(this.role);
    if (admitsClients(props.source)) this.mayAdmitClients(props.source);
    addOpenRoutes(props.api, this.function, { routes: facadeRoutes(props.source), timeout: TIMEOUT });
    addServerMetadata(props);
    this.node.addValidation({ validate: () => findProblems(props.source) });
  }

  /** New app clients in this one pool. Those of the template could be deleted as well: IAM knows no narrower resource. */
  private mayAdmitClients({ userPool }: FacadeSource): void {
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'cognito-idp:CreateManagedLoginBranding',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:DeleteUserPoolClient',
        ],
        resources: [userPool.userPoolArn],
      }),
    );
  }
}

/** Whether clients that do not stand in the template can come in at run time. */
export function admitsClients({ clientDocumentHosts, registration }: FacadeSource): boolean {
  return clientDocumentHosts.length > 0 || registration;
}

/** Lambda's variables hold 4 KB in all (AWS Lambda quotas); the others need less than a quarter. */
const MAX_CLIENT_CHARACTERS = 3000;

function findProblems(source: FacadeSource): string[] {
  const { length } = JSON.stringify(source.clients());
  if (length <= MAX_CLIENT_CHARACTERS) return [];
  return [
    `clients with their callback URLs take at most ${MAX_CLIENT_CHARACTERS} characters, got ${length}; let some come by metadata document`,
  ];
}

function environmentOf(props: SignInFacadeProps): Record<keyof FacadeEnvironment, string> {
  const { identity, source, state, auditLog } = props;
  return {
    GATEWAY_NAME: props.gatewayName,
    RESOURCE: props.endpointUrl,
    SCOPE_PREFIX: props.scopePrefix,
    USER_POOL_ID: source.userPool.userPoolId,
    SIGN_IN_URL: source.signInUrl,
    AUDIENCE_RULE: identity.audienceRule,
    CLIENTS: Lazy.string({ produce: () => JSON.stringify(source.clients()) }),
    CLIENT_DOCUMENT_HOSTS: source.clientDocumentHosts.join(','),
    REGISTRATION: source.registration ? 'on' : 'off',
    REGISTRATION_REDIRECT_HOSTS: source.registrationRedirectHosts.join(','),
    MAX_ADMITTED_CLIENTS: String(admitsClients(source) ? source.maxAdmittedClients : 0),
    STATE_TABLE: state.table.tableName,
    AUDIT_LOG_GROUP: auditLog.logGroup.logGroupName,
  };
}

/** Serves the server's metadata without a function, where RFC 8414 and OpenID Connect Discovery look for it (B5). */
function addServerMetadata({ api, endpointUrl, identity, source, baselineScopes }: SignInFacadeProps): void {
  const describe = () =>
    describeServer({
      endpointUrl,
      jwksUri: identity.jwksUri,
      scopes: baselineScopes(),
      registration: source.registration,
      clientDocuments: source.clientDocumentHosts.length > 0,
      machineClients: identity.machineClientIds().length > 0,
    });
  addFixedDocument(api, {
    paths: SERVER_METADATA_PATHS,
    document: Lazy.string({ produce: () => JSON.stringify(describe()) }),
    reason: 'A client reads this document to learn how to sign in (RFC 8414 §3).',
  });
}
