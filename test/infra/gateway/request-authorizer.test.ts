import { Duration } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { ClaimNames } from '../../../shared/claim-names.ts';
import { AuthorizerEnvironment } from '../../../shared/environment.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const parts = exampleTool();
parts.pool.addClient('web', { callbackUrls: ['https://app.example.com/callback'] });
parts.pool.addMachineClient('nightly', { scopes: ['look'] });
const template = plainTemplate(parts.stack);

function environment(it = template) {
  const [, properties] = ofType(it, 'AWS::Lambda::Function').find(([id]) => id.startsWith('GatewayAuthorizer')) ?? [];
  return properties?.Environment;
}

test('the authorizer can write its log, append records and read who was stopped, and nothing more (B7, C4)', () => {
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
    {
      Effect: 'Allow',
      Action: ['dynamodb:BatchGetItem'],
      Resource: [expect.stringMatching(/^<GatewayState\w+\.Arn>$/)],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['stop#*', 'client#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
  ]);
});

test('the authorizer knows issuer, keys, resource and every client, those of machines apart (B1, B13)', () => {
  expect(environment()).toEqual({
    Variables: {
      GATEWAY_NAME: 'mcp',
      RESOURCE: expect.stringMatching(/\/prod\/mcp$/),
      ISSUER: expect.stringMatching(/^<People\w+\.ProviderURL>$/),
      JWKS_URI: expect.stringMatching(/^<People\w+\.ProviderURL>\/\.well-known\/jwks\.json$/),
      AUDIENCE_RULE: 'resource',
      ALLOWED_CLIENTS: expect.stringMatching(/^<Peoplecli\w+>,<Peopleweb\w+>$/),
      MACHINE_CLIENTS: expect.stringMatching(/^<Peoplenightly\w+>$/),
      CLAIM_NAMES: JSON.stringify(ClaimNames.parse({})),
      SCOPE_PREFIX: expect.stringMatching(/\/prod\/mcp\/$/),
      MAX_TOKEN_LIFE_SECONDS: '300',
      STATE_TABLE: expect.stringMatching(/^<GatewayState\w+>$/),
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
    'CLAIM_NAMES',
    'GATEWAY_NAME',
    'ISSUER',
    'JWKS_URI',
    'MACHINE_CLIENTS',
    'MAX_TOKEN_LIFE_SECONDS',
    'RESOURCE',
    'SCOPE_PREFIX',
    'STATE_TABLE',
  ]);
});
