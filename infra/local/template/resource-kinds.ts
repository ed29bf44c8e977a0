import { derivedId, derivedUuid, generatedName, ID_ALPHABET } from './derived-id.ts';
import { NETWORK_KINDS } from './network-kinds.ts';
import type { ResourceIdentity, ResourceKind, ResourceOrigin } from './resource-kind.ts';

/** Every resource type local mode knows. A type that is not here stops the start by its name. */
export const RESOURCE_KINDS: { readonly [type: string]: ResourceKind } = {
  'AWS::ApiGateway::RestApi': {
    name: derived(10),
    arn: (r) => `arn:aws:apigateway:${r.region}::/restapis/${r.name}`,
    attributes: { RestApiId: name, RootResourceId: (r) => derivedId(`${seed(r)}/root`, 10, ID_ALPHABET.alphanumeric) },
  },
  'AWS::ApiGateway::Resource': { name: derived(6), attributes: { ResourceId: name } },
  'AWS::ApiGateway::Method': { name: derived(10) },
  'AWS::ApiGateway::Deployment': { name: derived(6), attributes: { DeploymentId: name } },
  'AWS::ApiGateway::Stage': {
    name: named('StageName'),
    arn: (r) => `arn:aws:apigateway:${r.region}::/restapis/${r.property('RestApiId')}/stages/${r.name}`,
  },
  'AWS::ApiGateway::Authorizer': { name: derived(6), attributes: { AuthorizerId: name } },
  'AWS::ApiGateway::GatewayResponse': { name: derived(10), attributes: { Id: name } },
  'AWS::ApiGateway::Account': { name: derived(10), attributes: { Id: name } },
  'AWS::ApiGateway::RequestValidator': { name: derived(6), attributes: { RequestValidatorId: name } },
  'AWS::ApiGateway::Model': { name: named('Name') },
  'AWS::ApiGateway::DomainName': {
    name: named('DomainName'),
    arn: (r) => `arn:aws:apigateway:${r.region}::/domainnames/${r.name}`,
    attributes: {
      DomainNameArn: arn,
      RegionalDomainName: (r) => `d-${derived(10)(r)}.execute-api.${r.region}.amazonaws.com`,
      RegionalHostedZoneId: (r) => `Z${derived(13)(r).toUpperCase()}`,
    },
  },
  'AWS::ApiGateway::BasePathMapping': { name: generated() },
  'AWS::CertificateManager::Certificate': {
    name: (r) => derivedUuid(seed(r)),
    arn: (r) => `arn:aws:acm:${r.region}:${r.account}:certificate/${r.name}`,
    ref: arn,
  },

  'AWS::Lambda::Function': {
    name: named('FunctionName', 64),
    arn: (r) => `${lambdaArn(r)}:function:${r.name}`,
    attributes: { Arn: arn },
  },
  'AWS::Lambda::Permission': { name: generated() },
  'AWS::Lambda::LayerVersion': {
    name: named('LayerName', 64),
    arn: (r) => `${lambdaArn(r)}:layer:${r.name}:1`,
    ref: arn,
    attributes: { LayerVersionArn: arn },
  },
  'AWS::Lambda::Version': {
    name: generated(),
    arn: (r) => `${lambdaArn(r)}:function:${functionOf(r)}:1`,
    ref: arn,
    attributes: { FunctionArn: arn, Version: () => '1' },
  },
  'AWS::Lambda::Alias': {
    name: named('Name'),
    arn: (r) => `${lambdaArn(r)}:function:${functionOf(r)}:${r.name}`,
    ref: arn,
    attributes: { AliasArn: arn },
  },

  'AWS::IAM::Role': {
    name: named('RoleName', 64),
    arn: (r) => `arn:aws:iam::${r.account}:role${r.property('Path') ?? '/'}${r.name}`,
    attributes: {
      Arn: arn,
      RoleId: (r) => `AROA${derivedId(seed(r), 17, ID_ALPHABET.alphanumeric).toUpperCase()}`,
    },
  },
  'AWS::IAM::Policy': { name: named('PolicyName'), attributes: { Id: name } },
  'AWS::IAM::ManagedPolicy': {
    name: named('ManagedPolicyName'),
    arn: (r) => `arn:aws:iam::${r.account}:policy${r.property('Path') ?? '/'}${r.name}`,
    ref: arn,
    attributes: { PolicyArn: arn },
  },

  'AWS::Logs::LogGroup': {
    name: named('LogGroupName', 512),
    arn: (r) => `arn:aws:logs:${r.region}:${r.account}:log-group:${r.name}:*`,
    attributes: { Arn: arn },
  },
  'AWS::Logs::MetricFilter': { name: named('FilterName', 512) },
  'AWS::CloudWatch::Alarm': {
    name: named('AlarmName', 255),
    arn: (r) => `arn:aws:cloudwatch:${r.region}:${r.account}:alarm:${r.name}`,
    attributes: { Arn: arn },
  },
  'AWS::SNS::Topic': {
    name: named('TopicName', 256),
    arn: (r) => `arn:aws:sns:${r.region}:${r.account}:${r.name}`,
    ref: arn,
    attributes: { TopicArn: arn, TopicName: name },
  },

  'AWS::WAFv2::WebACL': {
    name: named('Name'),
    arn: (r) => `arn:aws:wafv2:${r.region}:${r.account}:regional/webacl/${r.name}/${derivedUuid(seed(r))}`,
    ref: (r) => `${r.name}|${derivedUuid(seed(r))}|${r.property('Scope')}`,
    attributes: { Arn: arn, Id: (r) => derivedUuid(seed(r)) },
  },
  'AWS::WAFv2::WebACLAssociation': { name: generated() },

  'AWS::Cognito::UserPool': {
    name: (r) => `${r.region}_${derivedId(seed(r), 9, ID_ALPHABET.letters)}`,
    arn: (r) => `arn:aws:cognito-idp:${r.region}:${r.account}:userpool/${r.name}`,
    attributes: {
      Arn: arn,
      UserPoolId: name,
      ProviderName: (r) => `cognito-idp.${r.region}.amazonaws.com/${r.name}`,
      ProviderURL: (r) => `https://cognito-idp.${r.region}.amazonaws.com/${r.name}`,
    },
  },
  'AWS::Cognito::UserPoolClient': { name: derived(26), attributes: { ClientId: name } },
  'AWS::Cognito::UserPoolDomain': { name: named('Domain', 63) },
  'AWS::Cognito::UserPoolResourceServer': { name: named('Identifier') },
  'AWS::Cognito::UserPoolGroup': { name: named('GroupName') },
  'AWS::Cognito::ManagedLoginBranding': {
    name: (r) => derivedUuid(seed(r)),
    attributes: { ManagedLoginBrandingId: name },
  },

  'AWS::DynamoDB::Table': { name: named('TableName', 255), arn: tableArn, attributes: { Arn: arn } },
  'AWS::DynamoDB::GlobalTable': {
    name: named('TableName', 255),
    arn: tableArn,
    attributes: { Arn: arn, TableId: (r) => derivedUuid(seed(r)) },
  },
  'AWS::S3::Bucket': {
    name: (r) => r.property('BucketName') ?? generatedName(r.stack, r.logicalId, 63).toLowerCase(),
    arn: (r) => `arn:aws:s3:::${r.name}`,
    attributes: {
      Arn: arn,
      DomainName: (r) => `${r.name}.s3.amazonaws.com`,
      RegionalDomainName: (r) => `${r.name}.s3.${r.region}.amazonaws.com`,
    },
  },
  'AWS::S3::BucketPolicy': { name: named('Bucket') },
  'AWS::KMS::Key': {
    name: (r) => derivedUuid(seed(r)),
    arn: (r) => `arn:aws:kms:${r.region}:${r.account}:key/${r.name}`,
    attributes: { Arn: arn, KeyId: name },
  },
  'AWS::KMS::Alias': {
    name: named('AliasName'),
    arn: (r) => `arn:aws:kms:${r.region}:${r.account}:${r.name}`,
  },
  'AWS::SecretsManager::Secret': {
    name: named('Name', 512),
    arn: (r) =>
      `arn:aws:secretsmanager:${r.region}:${r.account}:secret:${r.name}-${derivedId(seed(r), 6, ID_ALPHABET.letters)}`,
    ref: arn,
    attributes: { Id: arn },
  },
  'AWS::SecretsManager::ResourcePolicy': { name: named('SecretId') },
  'AWS::SSM::Parameter': {
    name: named('Name', 1011),
    arn: (r) => `arn:aws:ssm:${r.region}:${r.account}:parameter/${r.name.replace(/^\//, '')}`,
  },
  ...NETWORK_KINDS,
  'AWS::CDK::Metadata': { name: generated() },
};

/** The name a property gives, else `<stack>-<logical id>` within the service's limit. */
function named(property: string, limit = 128): (origin: ResourceOrigin) => string {
  return (r) => r.property(property) ?? generatedName(r.stack, r.logicalId, limit);
}

function generated(): (origin: ResourceOrigin) => string {
  return (r) => generatedName(r.stack, r.logicalId, 128);
}

function derived(length: number): (origin: ResourceOrigin) => string {
  return (r) => derivedId(seed(r), length, ID_ALPHABET.alphanumeric);
}

function seed(origin: ResourceOrigin): string {
  return `${origin.stack}/${origin.logicalId}`;
}

function name(identity: ResourceIdentity): string {
  return identity.name;
}

function arn(identity: ResourceIdentity): string {
  return identity.arn;
}

function lambdaArn({ region, account }: ResourceOrigin): string {
  return `arn:aws:lambda:${region}:${account}`;
}

/** `FunctionName` of a version or alias is a name or an ARN. */
function functionOf(origin: ResourceOrigin): string {
  return (origin.property('FunctionName') ?? '').replace(/^arn:aws:lambda:[^:]*:[^:]*:function:/, '');
}

function tableArn({ region, account, name }: ResourceOrigin & { readonly name: string }): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}
