import { Duration } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { AuthorizerEnvironment } from '../../../shared/environment.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const parts = exampleTool();
parts.pool.addClient('web', { callbackUrls: ['https://app.example.com/callback'] });
const template = plainTemplate(parts.stack);

function environment(it = template) {
  const [, properties] = ofType(it, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewayAuthorizer')) ?? [];
  return properties?.Environment;
}

test('the authorizer can write its log and append records, and nothing more (C4)', () => {
  const { statements, role } = roleOf(template, 'GatewayAuthorizerRole');
  expect(role.ManagedPolicyArns).toEqual([]);
  expect(statements).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [
        expect.stringMatching(/^<GatewayAuditLog\w+\.Arn>$/),
        expect.stringMatching(/^<GatewayAuthorizerLogGroup\w+\.Arn>$/),
      ],
    },
  ]);
});

test('the authorizer knows issuer, keys, resource and every client, also one added later (B1)', () => {
  expect(environment()).toEqual({
    Variables: {
      GATEWAY_NAME: 'mcp',
      RESOURCE: expect.stringMatching(/\/prod\/mcp$/),
      ISSUER: expect.stringMatching(/^<People\w+\.ProviderURL>$/),
      JWKS_URI: expect.stringMatching(/^<People\w+\.ProviderURL>\/\.well-known\/jwks\.json$/),
      AUDIENCE_RULE: 'resource',
      ALLOWED_CLIENTS: expect.stringMatching(/^<Peoplecli\w+>,<Peopleweb\w+>$/),
      SCOPE_PREFIX: expect.stringMatching(/\/prod\/mcp\/$/),
      MAX_TOKEN_LIFE_SECONDS: '300',
      AUDIT_LOG_GROUP: expect.stringMatching(/^<GatewayAuditLog\w+>$/),
    },
  });
});

test('a longer token life is a decision that stands in the code (B6)', () => {
  const longer = plainTemplate(exampleTool({ maxTokenLife: Duration.minutes(15) }).stack);
  expect(environment(longer)).toMatchObject({ Variables: { MAX_TOKEN_LIFE_SECONDS: '900' } });
});

test('infra writes exactly the variables the authorizer reads', () => {
  expect(Object.keys(AuthorizerEnvironment.shape).toSorted()).toEqual([
    'ALLOWED_CLIENTS',
    'AUDIENCE_RULE',
    'AUDIT_LOG_GROUP',
    'GATEWAY_NAME',
    'ISSUER',
    'JWKS_URI',
    'MAX_TOKEN_LIFE_SECONDS',
    'RESOURCE',
    'SCOPE_PREFIX',
  ]);
});
