import { describe, expect, test } from 'vitest';
import { exampleTool } from '../example-gateway.ts';
import { documentsAt } from '../fixed-documents.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const PARTS = ['oauth-authorization-server', 'openid-configuration'];

describe('the server that clients see', () => {
  const template = plainTemplate(exampleTool().stack);
  const [[api] = []] = ofType(template, 'AWS::ApiGateway::RestApi');
  const [[pool] = []] = ofType(template, 'AWS::Cognito::UserPool');
  const issuer = `https://<${api}>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod`;
  const documents = documentsAt(template, PARTS);

  test('answers the same under both names, without a function (B5)', () => {
    expect(documents).toHaveLength(2);
    expect(documents[0]).toEqual(documents[1]);
  });

  test('demands PKCE with S256, codes alone, no secret, and says who answers (B5, B11)', () => {
    expect(documents[0]).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `<${pool}.ProviderURL>/.well-known/jwks.json`,
      scopes_supported: [`${issuer}/mcp/look`],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
});

test('documents and registration are offered only where the pool lets clients in that way (B11)', () => {
  const [document] = documentsAt(
    plainTemplate(exampleTool({}, { clientDocumentHosts: ['claude.ai'], registration: true }).stack),
    PARTS,
  );
  expect(document).toMatchObject({
    client_id_metadata_document_supported: true,
    registration_endpoint: expect.stringMatching(/\/prod\/oauth\/register$/),
  });
});

test('client credentials and secrets are offered only where machines have them (B13)', () => {
  const { stack, pool } = exampleTool();
  pool.addMachineClient('nightly', { scopes: ['look'] });
  const [document] = documentsAt(plainTemplate(stack), PARTS);
  expect(document).toMatchObject({
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  });
});

test('without a facade no server is described', () => {
  expect(documentsAt(plainTemplate(exampleTool({}, { facade: false }).stack), PARTS)).toEqual([]);
});
