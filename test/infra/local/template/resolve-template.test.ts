import { describe, expect, test } from 'vitest';
import { UnknownInTemplate } from '../../../../infra/local/template/deployed-stack.ts';
import { resolveTemplate } from '../../../../infra/local/template/resolve-template.ts';
import { ADDRESSES, assemblyOf } from './assembly-of.ts';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'orders' } };

describe('resolveTemplate', () => {
  test('resolves references, attributes, joins, selections and substitutions', () => {
    const stack = resolveTemplate(
      assemblyOf({
        Resources: {
          Orders: FUNCTION,
          Alarm: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              A: { Ref: 'Orders' },
              B: { 'Fn::GetAtt': ['Orders', 'Arn'] },
              C: { 'Fn::Join': ['-', ['x', { Ref: 'AWS::Region' }, 1]] },
              D: { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Orders', 'Arn'] }] }] },
              E: { 'Fn::Sub': '${AWS::AccountId}/${Orders.Arn}/${!kept}' },
              F: { 'Fn::Sub': ['${a}b', { a: { Ref: 'Orders' } }] },
              G: [{ Ref: 'AWS::NoValue' }, { Ref: 'Orders' }],
              H: { Ref: 'AWS::NoValue' },
            },
          },
        },
      }),
      ADDRESSES,
    );
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:orders';
    expect(stack.ofType('AWS::CloudWatch::Alarm')[0]?.properties).toEqual({
      A: 'orders',
      B: arn,
      C: 'x-us-east-1-1',
      D: 'function',
      E: `123456789012/${arn}/\${kept}`,
      F: 'ordersb',
      G: ['orders'],
    });
    expect(stack.find(arn)).toBe(stack.find('orders'));
  });

  test('takes account and region of a stack that has an environment', () => {
    const stack = resolveTemplate(
      assemblyOf({ Resources: { Orders: FUNCTION } }, { account: '111122223333', region: 'eu-central-1' }),
      ADDRESSES,
    );
    expect(stack.find('orders')?.arn).toBe('arn:aws:lambda:eu-central-1:111122223333:function:orders');
  });

  test.each([
    ['a resource type', { Resources: { A: { Type: 'AWS::EC2::Host' } } }, /resource type AWS::EC2::Host \(at A\)/],
    ['a custom resource', { Resources: { A: { Type: 'Custom::Thing' } } }, /Custom::Thing/],
    [
      'an intrinsic function',
      { Resources: { A: { ...FUNCTION, Properties: { X: { 'Fn::ImportValue': 'y' } } } } },
      /Fn::ImportValue \(at A\.X\)/,
    ],
    [
      'an intrinsic function that hides beside another key',
      { Resources: { A: { ...FUNCTION, Properties: { X: { 'Fn::If': ['c', 1, 2], also: 1 } } } } },
      /Fn::If/,
    ],
    [
      'an attribute',
      { Resources: { A: { ...FUNCTION, Properties: { X: { 'Fn::GetAtt': ['A', 'Colour'] } } } } },
      /attribute Colour of AWS::Lambda::Function/,
    ],
    [
      'an attribute named like a method of every object',
      { Resources: { A: { ...FUNCTION, Properties: { X: { 'Fn::GetAtt': ['A', 'toString'] } } } } },
      /attribute toString/,
    ],
    ['a reference', { Resources: { A: { ...FUNCTION, Properties: { X: { Ref: 'Nobody' } } } } }, /reference Nobody/],
    ['a condition', { Conditions: { Prod: true } }, /condition Prod/],
    ['a conditional resource', { Resources: { A: { ...FUNCTION, Condition: 'Prod' } } }, /condition Prod \(at A\)/],
    ['a conditional output', { Outputs: { A: { Value: 'x', Condition: 'Prod' } } }, /output under the condition Prod/],
    ['a rule', { Rules: { Mine: {} } }, /rule Mine/],
    [
      'a parameter without a default',
      { Parameters: { Env: { Type: 'String' } }, Outputs: { A: { Value: { Ref: 'Env' } } } },
      /parameter Env/,
    ],
    [
      'a name made of itself',
      { Resources: { A: { ...FUNCTION, Properties: { FunctionName: { Ref: 'A' } } } } },
      /refers to itself/,
    ],
  ])('stops at %s it does not know, with its name', (_, template, message) => {
    const resolve = () => resolveTemplate(assemblyOf(template), ADDRESSES);
    expect(resolve).toThrow(UnknownInTemplate);
    expect(resolve).toThrow(message);
  });

  test('ignores the bootstrap rule and the conditional metadata of the CDK, and nothing else', () => {
    const stack = resolveTemplate(
      assemblyOf({
        Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk' } },
        Rules: { CheckBootstrapVersion: {} },
        Conditions: { CDKMetadataAvailable: { 'Fn::Or': [] } },
        Resources: { CDKMetadata: { Type: 'AWS::CDK::Metadata', Condition: 'CDKMetadataAvailable' } },
      }),
      ADDRESSES,
    );
    expect(stack.resources).toHaveLength(1);
  });

  test('leads the addresses of AWS in every string to this machine', () => {
    const stack = resolveTemplate(
      assemblyOf({
        Resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi' },
          Pool: { Type: 'AWS::Cognito::UserPool' },
          Domain: {
            Type: 'AWS::Cognito::UserPoolDomain',
            Properties: { Domain: 'desk', UserPoolId: { Ref: 'Pool' } },
          },
          Orders: {
            ...FUNCTION,
            Properties: {
              Environment: {
                Variables: {
                  RESOURCE: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/v1/mcp' },
                  HOSTS: ['x', { 'Fn::Sub': '${Api}.execute-api.${AWS::Region}.amazonaws.com' }],
                  ISSUER: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
                  LOGIN: { 'Fn::Sub': 'https://${Domain}.auth.${AWS::Region}.amazoncognito.com/login' },
                },
              },
            },
          },
        },
        Outputs: { Issuer: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } } },
      }),
      ADDRESSES,
    );
    const pool = stack.ofType('AWS::Cognito::UserPool')[0]?.physicalId;
    expect(pool).toMatch(/^us-east-1_[A-Za-z]{9}$/);
    expect(stack.ofType('AWS::Lambda::Function')[0]?.properties.Environment).toEqual({
      Variables: {
        RESOURCE: 'http://127.0.0.1:7001/v1/mcp',
        HOSTS: ['x', '127.0.0.1:7001'],
        ISSUER: `http://127.0.0.1:7002/${pool}`,
        LOGIN: `http://127.0.0.1:7002/${pool}/login`,
      },
    });
    expect(stack.outputs).toEqual({ Issuer: `http://127.0.0.1:7002/${pool}` });
  });

  test('leads a domain name of the template to this machine, and nothing that only looks like it', () => {
    const stack = resolveTemplate(
      assemblyOf({
        Resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi' },
          Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'mcp.example.com' } },
          Certificate: { Type: 'AWS::CertificateManager::Certificate' },
          Orders: {
            ...FUNCTION,
            Properties: {
              URL: { 'Fn::Sub': 'https://${Domain}/mcp' },
              END: 'see https://mcp.example.com.',
              LIST: 'https://mcp.example.com/mcp/orders,mcp.example.com',
              TARGET: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] },
              ZONE: { 'Fn::GetAtt': ['Domain', 'RegionalHostedZoneId'] },
              CERTIFICATE: { Ref: 'Certificate' },
              LIKE: [
                'https://auth.mcp.example.com',
                'mcp.example.com.evil.example',
                'a@mcp.example.com',
                'xmcp.example.com',
              ],
            },
          },
        },
      }),
      ADDRESSES,
    );
    expect(stack.ofType('AWS::Lambda::Function')[0]?.properties).toEqual({
      URL: 'http://127.0.0.1:7001/mcp',
      END: 'see http://127.0.0.1:7001.',
      LIST: 'http://127.0.0.1:7001/mcp/orders,127.0.0.1:7001',
      TARGET: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
      ZONE: expect.stringMatching(/^Z[A-Z0-9]{13}$/),
      CERTIFICATE: expect.stringMatching(/^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/),
      LIKE: ['https://auth.mcp.example.com', 'mcp.example.com.evil.example', 'a@mcp.example.com', 'xmcp.example.com'],
    });
  });

  test("finds a bucket and a secret by their Ref although their policies' Ref is the same", () => {
    const stack = resolveTemplate(
      assemblyOf({
        Resources: {
          Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Files' } } },
          Files: { Type: 'AWS::S3::Bucket' },
          SecretPolicy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { SecretId: { Ref: 'Key' } } },
          Key: { Type: 'AWS::SecretsManager::Secret' },
        },
      }),
      ADDRESSES,
    );
    expect(stack.find('desk-files')?.type).toBe('AWS::S3::Bucket');
    const secret = stack.ofType('AWS::SecretsManager::Secret')[0];
    expect(stack.find(secret?.physicalId ?? '')).toBe(secret);
  });

  test("finds a function's code by the CDK's note or by its S3 key, and refuses code from elsewhere", () => {
    const code = (key: string) => ({ Code: { S3Bucket: 'assets', S3Key: key } });
    const stack = resolveTemplate(
      assemblyOf(
        {
          Resources: {
            Noted: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': 'asset.1' } },
            Keyed: { Type: 'AWS::Lambda::Function', Properties: code('2.zip') },
            Foreign: { Type: 'AWS::Lambda::Function', Properties: code('3.zip') },
          },
        },
        { assets: new Map([['2.zip', '/out/asset.2']]) },
      ),
      ADDRESSES,
    );
    const [noted, keyed, foreign] = stack.resources;
    if (!noted || !keyed || !foreign) throw new Error('three functions expected');
    expect(stack.assetFolder(noted)).toBe('/out/asset.1');
    expect(stack.assetFolder(keyed)).toBe('/out/asset.2');
    expect(() => stack.assetFolder(foreign)).toThrow(UnknownInTemplate);
  });
});
