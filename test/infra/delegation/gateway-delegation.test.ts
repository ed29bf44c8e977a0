import { describe, expect, test } from 'vitest';
import { ENTRY, exampleContract, exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';
import { exampleDownstream } from '../tool/downstream-example.ts';

function delegating() {
  const { stack, gateway, tool } = exampleTool();
  tool.addDownstream('ledger', exampleDownstream());
  gateway
    .addTool('See', { contract: exampleContract('see'), entry: ENTRY })
    .addDownstream('ledger', exampleDownstream());
  return plainTemplate(stack);
}

const ID = /^<(GatewayDelegationKey\w+)\.Arn>$/;
const THE_KEY = [expect.stringMatching(ID)];

describe('a gateway without delegation', () => {
  test('has no key, no function and no route for it (D1)', () => {
    const text = JSON.stringify(plainTemplate(exampleTool().stack));
    for (const word of ['SIGN_VERIFY', 'SIGNING_KEY_ARN', 'mcp-gateway-keys', 'delegation']) {
      expect(text).not.toContain(word);
    }
  });
});

describe('a gateway whose tools delegate', () => {
  const template = delegating();

  test('has one key of its own, which signs and never leaves KMS (B9)', () => {
    const keys = ofType(template, 'AWS::KMS::Key').filter(([id]) => id.startsWith('GatewayDelegation'));
    expect(keys.map(([, { KeySpec, KeyUsage }]) => [KeySpec, KeyUsage])).toEqual([['ECC_NIST_P256', 'SIGN_VERIFY']]);
  });

  test('is the only one that may sign, whatever rights others have (C4)', () => {
    const [[, key] = []] = ofType(template, 'AWS::KMS::Key').filter(([id]) => id.startsWith('GatewayDelegation'));
    expect(key?.KeyPolicy).toMatchObject({
      Statement: [
        { Effect: 'Allow', Action: 'kms:*' },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'kms:Sign',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': expect.stringMatching(/^<GatewayFunctionRole\w+\.Arn>$/) } },
        },
      ],
    });
  });

  test('signs, and its other function reads the public half; nothing more of KMS (D1)', () => {
    const about = (role: string) =>
      roleOf(template, role).statements.filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    expect(about('GatewayFunctionRole')).toEqual([{ Effect: 'Allow', Action: ['kms:Sign'], Resource: THE_KEY }]);
    expect(about('GatewayDelegationKeysRole')).toEqual([
      { Effect: 'Allow', Action: ['kms:GetPublicKey'], Resource: THE_KEY },
    ]);
  });

  test('is told which key; so is the function that serves the public half, and nothing else', () => {
    const settings = ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Environment }]) =>
      JSON.stringify(Environment ?? {}).includes('SIGNING_KEY_ARN') ? [id.replace(/[0-9A-F]{8}$/, '')] : [],
    );
    expect(settings.toSorted()).toEqual(['GatewayDelegationKeys', 'GatewayFunction']);
  });

  test('serves the public key to everybody at one path, with a throttle of its own (D6)', () => {
    const [[, stage] = []] = ofType(template, 'AWS::ApiGateway::Stage');
    expect(stage?.MethodSettings).toContainEqual({
      HttpMethod: 'GET',
      ResourcePath: '/~1delegation~1jwks.json',
      MetricsEnabled: true,
      DataTraceEnabled: false,
      LoggingLevel: 'OFF',
      CachingEnabled: false,
      ThrottlingRateLimit: 10,
      ThrottlingBurstLimit: 20,
    });
    const open = ofType(template, 'AWS::ApiGateway::Method').filter(([id]) => id.includes('delegation'));
    expect(open.map(([, { HttpMethod, AuthorizationType }]) => [HttpMethod, AuthorizationType])).toEqual([
      ['GET', 'NONE'],
    ]);
  });
});
