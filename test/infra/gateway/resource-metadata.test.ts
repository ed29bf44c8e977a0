import { expect, test } from 'vitest';
import * as z from 'zod';
import { ENTRY, exampleContract, exampleTool } from '../example-gateway.ts';
import { documentsAt } from '../fixed-documents.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const parts = exampleTool();
parts.gateway.addTool('Save', { contract: exampleContract('save', 'write'), entry: ENTRY });
const template = plainTemplate(parts.stack);
const documents = documentsAt(template, ['oauth-protected-resource', 'mcp']);
const [[api] = []] = ofType(template, 'AWS::ApiGateway::RestApi');
const base = `https://<${api}>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod`;

test('both metadata documents are the same, and answered without a function (B4)', () => {
  expect(documents).toHaveLength(2);
  expect(documents[0]).toEqual(documents[1]);
});

test('the document names this endpoint, its facade and the scopes of a first sign-in (B4)', () => {
  expect(documents[0]).toEqual({
    resource: `${base}/mcp`,
    authorization_servers: [base],
    scopes_supported: [`${base}/mcp/look`],
    bearer_methods_supported: ['header'],
  });
});

test('where no facade is needed the document names the issuer itself (B4)', () => {
  const bare = plainTemplate(exampleTool({}, { facade: false }).stack);
  const [[pool] = []] = ofType(bare, 'AWS::Cognito::UserPool');
  const [document] = documentsAt(bare, ['oauth-protected-resource', 'mcp']);
  expect(document?.authorization_servers).toEqual([`<${pool}.ProviderURL>`]);
});

test('a first sign-in asks for every scope when the team says so (C6)', () => {
  const all = exampleTool({ firstChallenge: 'all' });
  all.gateway.addTool('Save', { contract: exampleContract('save', 'write'), entry: ENTRY });
  const [document] = documentsAt(plainTemplate(all.stack), ['oauth-protected-resource', 'mcp']);
  expect(document?.scopes_supported).toEqual([
    expect.stringMatching(/\/mcp\/look$/),
    expect.stringMatching(/\/mcp\/save$/),
  ]);
});

test('the resource of the document is byte for byte the resource of the token check (B4)', () => {
  const resources = ofType(template, 'AWS::Lambda::Function').flatMap(([, { Environment }]) => {
    const variables = z.object({ Variables: z.object({ RESOURCE: z.string() }) }).safeParse(Environment).data;
    return variables ? [variables.Variables.RESOURCE] : [];
  });
  const [[, server] = []] = ofType(template, 'AWS::Cognito::UserPoolResourceServer');
  expect(resources).toEqual([documents[0]?.resource, documents[0]?.resource, documents[0]?.resource]);
  expect(server?.Identifier).toBe(documents[0]?.resource);
});
