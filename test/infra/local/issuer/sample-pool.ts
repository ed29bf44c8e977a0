import type { DeployedResource, DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../../shared/json-schema.ts';

/** Identifier of the sample's resource server. */
export const RESOURCE = 'https://desk.example/mcp';

/** A stack of plain objects with a pool, two groups, a resource server and a public and a machine client. */
export function samplePool(changes: { readonly [logicalId: string]: { readonly [name: string]: Json } } = {}) {
  const base = [
    resource('Pool', 'AWS::Cognito::UserPool', 'local_Pool1', {}),
    resource('Desk', 'AWS::Cognito::UserPoolResourceServer', 'Desk', {
      Identifier: RESOURCE,
      Scopes: [{ ScopeName: 'list_orders' }, { ScopeName: 'refund' }, { ScopeName: 'secret_scope' }],
    }),
    resource('Support', 'AWS::Cognito::UserPoolGroup', 'support', { GroupName: 'support' }),
    resource('App', 'AWS::Cognito::UserPoolClient', 'app-client', {
      ClientName: 'desk app',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', `${RESOURCE}/list_orders`, `${RESOURCE}/refund`],
      CallbackURLs: ['http://127.0.0.1:8765/callback', 'https://app.example/callback'],
      AccessTokenValidity: 10,
      TokenValidityUnits: { AccessToken: 'minutes' },
      ...changes.App,
    }),
    resource('Robot', 'AWS::Cognito::UserPoolClient', 'robot-client', {
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [`${RESOURCE}/list_orders`],
      ...changes.Robot,
    }),
  ];
  return stackOf(base);
}

/** A resource of a template, resolved. */
export function resource(
  logicalId: string,
  type: string,
  physicalId: string,
  properties: { readonly [name: string]: Json },
): DeployedResource {
  return { logicalId, type, physicalId, arn: undefined, properties, metadata: {}, path: `Desk/${logicalId}` };
}

/** A stack of these resources. */
export function stackOf(resources: readonly DeployedResource[]): DeployedStack {
  return {
    account: '000000000000',
    region: 'us-east-1',
    name: 'Desk',
    resources,
    outputs: {},
    ofType: (type) => resources.filter((one) => one.type === type),
    find: (id) => resources.find((one) => one.physicalId === id || one.arn === id),
    assetFolder: () => {
      throw new Error('the sample has no assets');
    },
  };
}
