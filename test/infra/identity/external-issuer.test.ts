import { Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { McpGateway } from '../../../infra/gateway/mcp-gateway.ts';
import { ExternalIssuer } from '../../../infra/identity/external-issuer.ts';
import { ClaimNames } from '../../../shared/claim-names.ts';
import { ENTRY, exampleContract, quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const COMPANY = {
  issuerUrl: 'https://login.example.com',
  jwksUri: 'https://login.example.com/keys',
  clientIds: ['desk'],
};

test('a company signs its people in with its own issuer, and no user pool is made (AD13)', () => {
  const stack = new Stack(quickApp(), 'Example');
  const gateway = new McpGateway(stack, 'Gateway', {
    identity: new ExternalIssuer({ ...COMPANY, scopePrefix: 'mcp:' }),
  });
  gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY });

  const template = plainTemplate(stack);

  expect(ofType(template, 'AWS::Cognito::UserPool')).toEqual([]);
  const [, authorizer] = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewayAuth')) ?? [];
  expect(authorizer?.Environment).toMatchObject({
    Variables: { ISSUER: COMPANY.issuerUrl, JWKS_URI: COMPANY.jwksUri, ALLOWED_CLIENTS: 'desk', SCOPE_PREFIX: 'mcp:' },
  });
});

test('clients talk to the company’s issuer itself: no facade is made (AD13)', () => {
  const issuer = new ExternalIssuer(COMPANY);
  expect(issuer.facade).toBeUndefined();
  expect(issuer.userPool).toBeUndefined();
});

test('machines are named apart from clients of people, and none is by default (B13)', () => {
  expect(new ExternalIssuer(COMPANY).machineClientIds()).toEqual([]);
  expect(new ExternalIssuer({ ...COMPANY, machineClientIds: ['nightly'] }).machineClientIds()).toEqual(['nightly']);
});

test('claims have the names of the issuer, and the usual ones where it names none (B1)', () => {
  const { claimNames } = new ExternalIssuer({ ...COMPANY, claims: { groups: [['realm_access', 'roles']] } });
  expect(claimNames).toEqual({ ...ClaimNames.parse({}), groups: [['realm_access', 'roles']] });
});

test('fails when nothing ties tokens to the endpoint (B1, B13)', () => {
  const message = "machine clients and audienceRule 'client-and-scope' need scopes that no other API has";
  const plain = { ...COMPANY, scopePrefix: '' };
  expect(() => new ExternalIssuer({ ...plain, audienceRule: 'client-and-scope' })).toThrow(message);
  expect(() => new ExternalIssuer({ ...plain, machineClientIds: ['nightly'] })).toThrow(message);
  expect(() => new ExternalIssuer(plain)).not.toThrow();
});

test.each(['a,b', 'a b', ''])('fails when a client is named %j: lists travel comma-separated (B1)', (id) => {
  expect(() => new ExternalIssuer({ ...COMPANY, clientIds: [id] })).toThrow('clientIds are ids without commas');
  expect(() => new ExternalIssuer({ ...COMPANY, machineClientIds: [id] })).toThrow('machineClientIds are ids');
});

test.each(['issuerUrl', 'jwksUri'])('fails when %s is not behind https (B2)', (prop) => {
  expect(() => new ExternalIssuer({ ...COMPANY, [prop]: 'http://login.example.com' })).toThrow(
    `${prop} starts with https://, got "http://login.example.com"`,
  );
});
