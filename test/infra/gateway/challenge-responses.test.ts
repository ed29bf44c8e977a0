import { describe, expect, test } from 'vitest';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';

const { stack } = exampleTool();
const template = plainTemplate(stack);
const responses = new Map(
  ofType(template, 'AWS::ApiGateway::GatewayResponse').map(([, properties]) => [properties.ResponseType, properties]),
);
const [[api] = []] = ofType(template, 'AWS::ApiGateway::RestApi');
const host = `https://<${api}>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod`;

test.each(['UNAUTHORIZED', 'EXPIRED_TOKEN', 'INVALID_SIGNATURE', 'INVALID_API_KEY'])(
  '%s is a 401 that says where to sign in and for what (B3)',
  (type) => {
    expect(responses.get(type)).toMatchObject({
      StatusCode: '401',
      ResponseParameters: {
        'gatewayresponse.header.WWW-Authenticate': `'Bearer scope="${host}/mcp/look", resource_metadata="${host}/.well-known/oauth-protected-resource/mcp"'`,
      },
    });
  },
);

test('ACCESS_DENIED is a 403 with the challenge the authorizer wrote (B3)', () => {
  expect(responses.get('ACCESS_DENIED')).toMatchObject({
    StatusCode: '403',
    ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.challenge' },
  });
});

test.each([
  ['MISSING_AUTHENTICATION_TOKEN', '404'],
  ['WAF_FILTERED', '403'],
  ['AUTHORIZER_FAILURE', '500'],
  ['AUTHORIZER_CONFIGURATION_ERROR', '500'],
  ['THROTTLED', '429'],
  ['QUOTA_EXCEEDED', '429'],
  ['REQUEST_TOO_LARGE', '413'],
])('%s is a %s without a challenge: no sign-in would help', (type, status) => {
  expect(responses.get(type)).toMatchObject({ StatusCode: status });
  expect(responses.get(type)).not.toHaveProperty('ResponseParameters');
});

describe('every refusal of API Gateway', () => {
  test('that is 4xx or 5xx has a body of ours', () => {
    expect([...responses.keys()]).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  });

  test.each([...responses.entries()])(
    '%s says a code and a request id, and nothing of the inside (A10)',
    (_, response) => {
      expect(response.ResponseTemplates).toEqual({
        'application/json': expect.stringMatching(/^\{"error":"[a-z_]+","requestId":"\$context\.requestId"\}$/),
      });
    },
  );
});
