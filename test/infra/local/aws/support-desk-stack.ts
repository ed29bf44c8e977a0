import type { DeployedResource, DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import { stackOf } from '../../../../infra/local/template/stack-of.ts';
import type { Json } from '../../../../shared/json-schema.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const GATEWAY_ROLE = `arn:aws:iam::${ACCOUNT}:role/mcp-gateway`;
export const CALLER_ROLE = `arn:aws:iam::${ACCOUNT}:role/sallyport/mcp/mcp-list_orders`;
export const OTHER_CALLER_ROLE = `arn:aws:iam::${ACCOUNT}:role/sallyport/mcp/mcp-next`;
export const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Orders`;
export const BUCKET = 'desk-documents';
export const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:payment-key-AbCdEf`;
export const DATA_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/data-key`;
export const SIGNING_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/signing-key`;
export const LOG_GROUP = '/aws/lambda/mcp-list_orders';

const caller = '${aws:PrincipalTag/caller}';
const own = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [caller] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};

/** A stack like the reference deployment, as the template reader would give it, small enough to read in one go. */
export function supportDeskStack(
  change: (resources: DeployedResource[]) => DeployedResource[] = (all) => all,
): DeployedStack {
  return stackOf({
    account: ACCOUNT,
    region: REGION,
    name: 'SupportDesk',
    resources: change([...roles(), ...functions(), ...data()]),
    outputs: {},
    assetFolder: ({ path }) => {
      throw new Error(`${path} has no asset in this test`);
    },
  });
}

/** One resource, with what every test leaves alone filled in. */
export function resource(
  type: string,
  physicalId: string,
  arn: string | undefined,
  properties: { readonly [name: string]: Json },
  metadata: { readonly [name: string]: Json } = {},
): DeployedResource {
  const logicalId = physicalId.replaceAll(/[^A-Za-z0-9]/g, '');
  return { logicalId, type, physicalId, arn, properties, metadata, path: `SupportDesk/${logicalId}` };
}

export function policy(...Statement: Json[]): Json {
  return { Version: '2012-10-17', Statement };
}

function roles(): DeployedResource[] {
  const lambdaTrust = policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  });
  return [
    resource('AWS::IAM::Role', 'mcp-gateway', GATEWAY_ROLE, {
      AssumeRolePolicyDocument: lambdaTrust,
      Policies: [{ PolicyName: 'Borrow', PolicyDocument: gatewayPolicy() }],
    }),
    resource('AWS::IAM::Role', 'mcp-tool', `arn:aws:iam::${ACCOUNT}:role/mcp-tool`, {
      AssumeRolePolicyDocument: lambdaTrust,
    }),
    resource('AWS::IAM::Policy', 'ToolLogs', undefined, {
      PolicyName: 'ToolLogs',
      Roles: ['mcp-tool'],
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOG_GROUP}:*`,
      }),
    }),
    resource('AWS::IAM::Role', 'not-for-lambda', `arn:aws:iam::${ACCOUNT}:role/not-for-lambda`, {
      AssumeRolePolicyDocument: callerTrust(),
    }),
    resource('AWS::IAM::Role', 'mcp-list_orders', CALLER_ROLE, {
      Path: '/sallyport/mcp/',
      AssumeRolePolicyDocument: callerTrust(),
      Policies: [{ PolicyName: 'Grants', PolicyDocument: callerPolicy() }],
    }),
    resource('AWS::IAM::Role', 'mcp-next', OTHER_CALLER_ROLE, {
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Principal: { AWS: CALLER_ROLE },
      }),
    }),
  ];
}

function gatewayPolicy(): Json {
  return policy(
    {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mcp-*`,
    },
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Resource: `arn:aws:iam::${ACCOUNT}:role/sallyport/mcp/*`,
    },
  );
}

function callerTrust(): Json {
  const gateway = { Effect: 'Allow', Principal: { AWS: GATEWAY_ROLE } };
  const tags = {
    StringLike: { 'aws:RequestTag/caller': '?*' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['caller', 'tool'] },
  };
  const tool = { 'aws:RequestTag/tool': 'list_orders' };
  const sameCaller = { 'sts:SourceIdentity': '${aws:RequestTag/caller}' };
  return policy(
    { ...gateway, Action: 'sts:AssumeRole', Condition: { ...tags, StringEquals: { ...tool, ...sameCaller } } },
    { ...gateway, Action: 'sts:TagSession', Condition: { ...tags, StringEquals: tool } },
    { ...gateway, Action: 'sts:SetSourceIdentity', Condition: { StringLike: { 'sts:SourceIdentity': '?*' } } },
  );
}

function callerPolicy(): Json {
  return policy(
    {
      Effect: 'Allow',
      Action: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      Resource: [TABLE, `${TABLE}/index/*`],
      Condition: own,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: `arn:aws:s3:::${BUCKET}/users/${caller}/*`,
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${BUCKET}`,
      Condition: { StringLike: { 's3:prefix': `users/${caller}/*` }, Null: { 's3:prefix': 'false' } },
    },
    {
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'],
      Resource: SECRET,
    },
    {
      Effect: 'Allow',
      Action: 'secretsmanager:*',
      Resource: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:users/${caller}/*`,
    },
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], Resource: DATA_KEY },
    { Effect: 'Allow', Action: ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey'], Resource: SIGNING_KEY },
    { Effect: 'Allow', Action: 'sts:*', Resource: OTHER_CALLER_ROLE },
  );
}

function functions(): DeployedResource[] {
  const lambda = (name: string, role: string) =>
    resource('AWS::Lambda::Function', name, `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`, {
      Role: `arn:aws:iam::${ACCOUNT}:role/${role}`,
    });
  return [
    lambda('mcp-gateway', 'mcp-gateway'),
    lambda('mcp-list_orders', 'mcp-tool'),
    lambda('mcp-odd', 'not-for-lambda'),
  ];
}

function data(): DeployedResource[] {
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const keyPolicy = policy({ Effect: 'Allow', Action: 'kms:*', Principal: root, Resource: '*' });
  return [
    resource('AWS::DynamoDB::Table', 'Orders', TABLE, ordersTable(), {
      'sallyport:demo': {
        items: [
          { callerId: '{{alice}}', orderId: 'o-1', status: 'paid', cents: 1200 },
          { callerId: '{{alice}}', orderId: 'o-2', status: 'open', cents: 300 },
          { callerId: '{{bob}}', orderId: 'o-9', status: 'paid', cents: 7 },
        ],
      },
    }),
    resource(
      'AWS::S3::Bucket',
      BUCKET,
      `arn:aws:s3:::${BUCKET}`,
      {},
      {
        'sallyport:demo': {
          objects: {
            'users/{{alice}}/a.txt': 'A & B of alice',
            'users/{{alice}}/b/c.txt': 'nested',
            'users/{{bob}}/a.txt': 'of bob',
          },
        },
      },
    ),
    resource('AWS::S3::BucketPolicy', BUCKET, undefined, {
      Bucket: BUCKET,
      PolicyDocument: policy({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: '*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    }),
    resource('AWS::SecretsManager::Secret', SECRET, SECRET, {
      Name: 'payment-key',
      GenerateSecretString: {},
      KmsKeyId: DATA_KEY,
    }),
    resource('AWS::KMS::Key', 'data-key', DATA_KEY, { KeyPolicy: keyPolicy }),
    resource('AWS::KMS::Key', 'signing-key', SIGNING_KEY, {
      KeyPolicy: keyPolicy,
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
    }),
    resource('AWS::Logs::LogGroup', LOG_GROUP, `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOG_GROUP}:*`, {}),
  ];
}

function ordersTable(): { readonly [name: string]: Json } {
  const key = (AttributeName: string, KeyType: string): Json => ({ AttributeName, KeyType });
  return {
    AttributeDefinitions: ['callerId', 'orderId', 'status'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [key('callerId', 'HASH'), key('orderId', 'RANGE')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byStatus',
        KeySchema: [key('status', 'HASH'), key('callerId', 'RANGE')],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  };
}
