import { expect, test } from 'vitest';
import * as z from 'zod';
import { ENTRY, exampleContract, exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const Mock = z.object({
  RequestTemplates: z.strictObject({ 'application/json': z.literal('{"statusCode": 200}') }),
  IntegrationResponses: z.tuple([
    z.strictObject({
      StatusCode: z.literal('200'),
      ResponseTemplates: z.strictObject({ 'application/json': z.string().transform((text) => JSON.parse(text)) }),
    }),
  ]),
});

const parts = exampleTool();
parts.gateway.addTool('Save', { contract: exampleContract('save', 'write'), entry: ENTRY });
const template = plainTemplate(parts.stack);
const documents = ofType(template, 'AWS::ApiGateway::Method')
  .filter(([, { AuthorizationType }]) => AuthorizationType === 'NONE')
  .map(([, { Integration }]) => Mock.parse(Integration).IntegrationResponses[0].ResponseTemplates['application/json']);

test('both metadata documents are the same, and answered without a function (B4)', () => {
  expect(documents).toHaveLength(2);
  expect(documents[0]).toEqual(documents[1]);
});

test('the document names this endpoint, its issuer and the scopes of a first sign-in (B4)', () => {
  const [[api] = []] = ofType(template, 'AWS::ApiGateway::RestApi');
  const [[pool] = []] = ofType(template, 'AWS::Cognito::UserPool');
  const resource = `https://<${api}>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod/mcp`;
  expect(documents[0]).toEqual({
    resource,
    authorization_servers: [`<${pool}.ProviderURL>`],
    scopes_supported: [`${resource}/look`],
    bearer_methods_supported: ['header'],
  });
});

test('the resource of the document is byte for byte the resource of the token check (B4)', () => {
  const resources = ofType(template, 'AWS::Lambda::Function').flatMap(([, { Environment }]) => {
    const variables = z.object({ Variables: z.object({ RESOURCE: z.string() }) }).safeParse(Environment).data;
    return variables ? [variables.Variables.RESOURCE] : [];
  });
  const [[, server] = []] = ofType(template, 'AWS::Cognito::UserPoolResourceServer');
  expect(resources).toEqual([documents[0].resource, documents[0].resource]);
  expect(server?.Identifier).toBe(documents[0].resource);
});
