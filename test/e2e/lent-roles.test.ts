import { DynamoDBClient, GetItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '../../infra/local/issuer/people.ts';
import { callerRoleName, downstreamsName } from '../../shared/resource-names.ts';
import { type Running, startFixture } from './local-mode.ts';

/**
 * The roles of all reference tools, borrowed as the gateway borrows them and tried with the real SDK: what they must do, and
 * a list of what none of them may. The matrix in `test/security` asks the same of the policies alone.
 */
let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

const TOOLS = [
  'connect_account',
  'customer_profile',
  'exchange_rate',
  'get_order',
  'list_documents',
  'list_orders',
  'read_document',
  'save_document',
] as const;
type Tool = (typeof TOOLS)[number];

const [alice, bob] = ['alice', 'bob'].map((name) => PEOPLE.find(({ username }) => username === name)?.subject ?? '');

interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: true;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

function connection(credentials: Connection['credentials']): Connection {
  const { endpoint, region } = running.localMode.state.aws;
  return { endpoint, region, forcePathStyle: true, credentials };
}

/** What the gateway's own function is given. */
function gateway(): Connection {
  const { stack, aws } = running.localMode;
  const name = stack
    .ofType('AWS::Lambda::Function')
    .find(({ path }) => path.includes('/Gateway/Function/'))?.physicalId;
  return connection(aws.credentialsForFunction(name ?? ''));
}

function named(type: string, path: string): { readonly physicalId: string; readonly arn: string } {
  const found = running.localMode.stack.ofType(type).find((resource) => resource.path.includes(path));
  const { physicalId = '', arn = '' } = found ?? {};
  if (physicalId === '') throw new Error(`there is no ${type} at ${path}`);
  return { physicalId, arn };
}

function loan(tool: string, changes: Partial<AssumeRoleCommandInput> = {}): AssumeRoleCommandInput {
  return {
    RoleArn: `arn:aws:iam::${running.localMode.stack.account}:role/sallyport/mcp/${callerRoleName('mcp', tool)}`,
    RoleSessionName: alice,
    SourceIdentity: alice,
    DurationSeconds: 900,
    Tags: Object.entries({ caller: alice ?? '', client: 'cli', tool }).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: ['caller', 'client', 'tool'],
    ...changes,
  };
}

async function borrow(tool: string, changes: Partial<AssumeRoleCommandInput> = {}): Promise<Connection> {
  const { Credentials } = await new STSClient(gateway()).send(new AssumeRoleCommand(loan(tool, changes)));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return connection({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken });
}

const orders = () => named('AWS::DynamoDB::Table', '/Orders').physicalId;
const documents = () => named('AWS::S3::Bucket', '/Documents').physicalId;

function rowsOf(to: Connection, caller: string | undefined) {
  return new DynamoDBClient(to).send(
    new QueryCommand({
      TableName: orders(),
      KeyConditionExpression: 'callerId = :c',
      ExpressionAttributeValues: { ':c': { S: caller ?? '' } },
    }),
  );
}

function oneRow(to: Connection, caller: string | undefined) {
  const Key = { callerId: { S: caller ?? '' }, orderId: { S: 'ord_a1b2c3d4e5f6' } };
  return new DynamoDBClient(to).send(new GetItemCommand({ TableName: orders(), Key }));
}

function folder(to: Connection, caller: string | undefined) {
  return new S3Client(to).send(new ListObjectsV2Command({ Bucket: documents(), Prefix: `users/${caller}/` }));
}

function object(caller: string | undefined, Key = `users/${caller}/study-plan.md`) {
  return { Bucket: documents(), Key };
}

function secret(to: Connection, SecretId: string) {
  return new SecretsManagerClient(to).send(new GetSecretValueCommand({ SecretId }));
}

/** What each tool is there for. One that needs no right in AWS has nothing here. */
const MUST: { readonly [Name in Tool]?: (to: Connection) => Promise<unknown> } = {
  exchange_rate: (to) => secret(to, named('AWS::SecretsManager::Secret', '/RatesKey').arn),
  get_order: (to) => oneRow(to, alice),
  list_documents: (to) => folder(to, alice),
  list_orders: (to) => rowsOf(to, alice),
  read_document: (to) => new S3Client(to).send(new GetObjectCommand(object(alice))),
  save_document: (to) =>
    new S3Client(to).send(new PutObjectCommand({ ...object(alice, `users/${alice}/new.txt`), Body: 'new' })),
};

/** What nobody may, whatever tool it is lent to. */
const NEVER: { readonly [words: string]: (to: Connection, tool: Tool) => Promise<unknown> } = {
  "read bob's rows": (to) => rowsOf(to, bob),
  "read one of bob's rows": (to) => oneRow(to, bob),
  'read the whole table': (to) => new DynamoDBClient(to).send(new ScanCommand({ TableName: orders() })),
  "list bob's folder": (to) => folder(to, bob),
  "read bob's document": (to) => new S3Client(to).send(new GetObjectCommand(object(bob))),
  "write into bob's folder": (to) =>
    new S3Client(to).send(new PutObjectCommand({ ...object(bob, `users/${bob}/planted.txt`), Body: 'planted' })),
  "read another tool's secret": (to, tool) =>
    tool === 'exchange_rate'
      ? secret(to, `sallyport/parcel-accounts/${alice}`)
      : secret(to, named('AWS::SecretsManager::Secret', '/RatesKey').arn),
  "read bob's own secret": (to) => secret(to, `sallyport/parcel-accounts/${bob}`),
  'make a secret': (to) =>
    new SecretsManagerClient(to).send(
      new CreateSecretCommand({ Name: `sallyport/parcel-accounts/${alice}`, SecretString: 'planted-value' }),
    ),
  "sign with the gateway's key": (to) =>
    new KMSClient(to).send(
      new SignCommand({
        KeyId: named('AWS::KMS::Key', '/Delegation/').arn,
        Message: Buffer.from('x'),
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    ),
  'read how a tool is delegated': (to) =>
    new SSMClient(to).send(new GetParameterCommand({ Name: downstreamsName('mcp', 'customer_profile') })),
  "borrow another tool's role": (to, tool) =>
    new STSClient(to).send(new AssumeRoleCommand(loan(tool === 'get_order' ? 'list_orders' : 'get_order'))),
  'use iam:*': (to) =>
    new IAMClient(to).send(new GetPolicyCommand({ PolicyArn: named('AWS::IAM::ManagedPolicy', '/LoanBoundary').arn })),
  'start another tool': (to) => new LambdaClient(to).send(new InvokeCommand({ FunctionName: 'mcp-get_order' })),
};

describe.each(TOOLS)('lent to %s for alice', (tool) => {
  test.skipIf(MUST[tool] === undefined)('the role does what the tool is there for (D9, H2)', async () => {
    await expect(MUST[tool]?.(await borrow(tool))).resolves.toBeDefined();
  });

  test.each(Object.keys(NEVER))('the role cannot %s (D9, H2)', async (words) => {
    const error = await NEVER[words]?.(await borrow(tool), tool).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: expect.stringMatching(/AccessDenied|InvalidParameterValue/) });
  });
});

describe('a role is not lent', () => {
  const tags = (values: Record<string, string>) => Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
  test.each<[string, () => Partial<AssumeRoleCommandInput>]>([
    ['without tags', () => ({ Tags: [], TransitiveTagKeys: [] })],
    [
      'without a caller',
      () => ({ Tags: tags({ client: 'cli', tool: 'get_order' }), TransitiveTagKeys: ['client', 'tool'] }),
    ],
    ['for an empty caller', () => ({ Tags: tags({ caller: '', client: 'cli', tool: 'get_order' }) })],
    ['for an empty client', () => ({ Tags: tags({ caller: alice ?? '', client: '', tool: 'get_order' }) })],
    [
      'with a tag more',
      () => ({ Tags: tags({ caller: alice ?? '', client: 'cli', tool: 'get_order', admin: 'yes' }) }),
    ],
    ['for another tool', () => ({ Tags: tags({ caller: alice ?? '', client: 'cli', tool: 'list_orders' }) })],
    ["with bob's source identity", () => ({ SourceIdentity: bob })],
    ['without a source identity', () => ({ SourceIdentity: undefined })],
  ])('%s (D5, D9)', async (_, changes) => {
    const error = await borrow('get_order', changes()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AccessDenied' });
  });

  test('for a life longer than an hour (D5)', async () => {
    const error = await borrow('get_order', { DurationSeconds: 7200 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ValidationError' });
  });
});
