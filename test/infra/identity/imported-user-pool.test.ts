import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, test } from 'vitest';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { ImportedUserPool } from '../../../infra/identity/imported-user-pool.ts';
import { ENTRY, exampleContract, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const SIGN_IN = 'https://example.auth.eu-west-1.amazoncognito.com';

function importPool(signInUrl = SIGN_IN) {
  const stack = new Stack(quickApp(), 'Example', { env: { account: '123456789012', region: 'eu-west-1' } });
  const userPool = cognito.UserPool.fromUserPoolId(stack, 'Company', 'eu-west-1_Example');
  return { stack, identity: new ImportedUserPool(stack, 'People', { userPool, signInUrl }) };
}

describe('a pool that exists already', () => {
  const { stack, identity } = importPool();
  identity.addClient('cli', { callbackUrls: ['http://127.0.0.1/callback'] });
  new McpGateway(stack, 'Gateway', { identity }).addTool('Look', { contract: exampleContract('look'), entry: ENTRY });
  const template = plainTemplate(stack);

  test('is left as it is: neither pool nor domain is made', () => {
    expect(ofType(template, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(ofType(template, 'AWS::Cognito::UserPoolDomain')).toEqual([]);
  });

  test('gets the clients and the scopes of the endpoint', () => {
    for (const type of ['AWS::Cognito::UserPoolClient', 'AWS::Cognito::UserPoolResourceServer']) {
      expect(ofType(template, type)).toMatchObject([[expect.any(String), { UserPoolId: 'eu-west-1_Example' }]]);
    }
  });

  test('is the issuer of the tokens the authorizer lets in, behind the facade (B1)', () => {
    const variables = ofType(template, 'AWS::Lambda::Function').map(([, { Environment }]) => Environment);
    const issuer = expect.stringMatching(/^https:\/\/cognito-idp\.eu-west-1\..*\/eu-west-1_Example$/);
    expect(variables).toContainEqual({ Variables: expect.objectContaining({ ISSUER: issuer }) });
    expect(variables).toContainEqual({
      Variables: expect.objectContaining({ SIGN_IN_URL: SIGN_IN, USER_POOL_ID: 'eu-west-1_Example' }),
    });
  });
});

test.each(['http://example.com', `${SIGN_IN}/`, `${SIGN_IN}/login`, 'example.com', ''])(
  'fails when people would sign in at %j (B11)',
  (url) => {
    expect(() => importPool(url)).toThrow(
      `Example/People: signInUrl is https:// and a host, without a path, got ${JSON.stringify(url)}`,
    );
  },
);
