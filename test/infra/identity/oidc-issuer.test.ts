import { Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { OidcIssuer } from '../../../infra/identity/oidc-issuer.ts';
import { ENTRY, exampleContract, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const COMPANY = {
  issuerUrl: 'https://login.example.com',
  jwksUri: 'https://login.example.com/keys',
  clientIds: ['desk'],
};

test('a company signs its people in with its own issuer, and no user pool is made (AD13)', () => {
  const stack = new Stack(quickApp(), 'Example');
  const gateway = new McpGateway(stack, 'Gateway', { identity: new OidcIssuer({ ...COMPANY, scopePrefix: 'mcp:' }) });
  gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });

  const template = plainTemplate(stack);

  expect(ofType(template, 'AWS::Cognito::UserPool')).toEqual([]);
  const [, authorizer] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewayAuth')) ?? [];
  expect(authorizer?.Environment).toMatchObject({
    Variables: { ISSUER: COMPANY.issuerUrl, JWKS_URI: COMPANY.jwksUri, ALLOWED_CLIENTS: 'desk', SCOPE_PREFIX: 'mcp:' },
  });
});

test.each(['issuerUrl', 'jwksUri'])('fails when %s is not behind https (B2)', (prop) => {
  expect(() => new OidcIssuer({ ...COMPANY, [prop]: 'http://login.example.com' })).toThrow(
    `${prop} starts with https://, got "http://login.example.com"`,
  );
});
