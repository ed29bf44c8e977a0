import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AwsCredentials } from '../../../../infra/local/aws/aws-credentials.ts';
import { startAwsEndpoint } from '../../../../infra/local/aws/aws-endpoint.ts';
import type { DeployedResource } from '../../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../../shared/json-schema.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, CALLER_ROLE, policy, REGION, resource, supportDeskStack, TABLE } from './support-desk-stack.ts';

const LOANS = `arn:aws:iam::${ACCOUNT}:policy/sallyport/mcp/mcp-loans`;
const EXTRA = `arn:aws:iam::${ACCOUNT}:policy/extra`;
const everything: Json = { Effect: 'Allow', Action: '*', Resource: '*' };

/** The support desk, whose caller role has a boundary, whose tool's role has a managed policy, and an operator function. */
function stack(change: (all: DeployedResource[]) => DeployedResource[] = (all) => all) {
  return supportDeskStack((all) => change([...all.map(bound), ...operator()]));
}

function bound(one: DeployedResource): DeployedResource {
  return one.arn === CALLER_ROLE ? { ...one, properties: { ...one.properties, PermissionsBoundary: LOANS } } : one;
}

function operator(): DeployedResource[] {
  const arn = `arn:aws:iam::${ACCOUNT}:role/mcp-operator`;
  return [
    resource('AWS::IAM::ManagedPolicy', LOANS, LOANS, { Path: '/sallyport/mcp/', PolicyDocument: policy(everything) }),
    resource('AWS::IAM::ManagedPolicy', EXTRA, EXTRA, {
      PolicyDocument: policy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE }),
      Roles: ['mcp-tool'],
    }),
    resource('AWS::IAM::Role', 'mcp-operator', arn, {
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
      }),
      Policies: [
        {
          PolicyName: 'Rewrite',
          PolicyDocument: policy({ Effect: 'Allow', Action: 'iam:*PolicyVersion*', Resource: LOANS }),
        },
      ],
    }),
    resource('AWS::Lambda::Function', 'mcp-operator', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mcp-operator`, {
      Role: arn,
    }),
  ];
}

let fixture: EndpointFixture;
let iam: IAMClient;
let root: IAMClient;
beforeEach(async () => {
  fixture = await startFixture(stack());
  iam = clientOf(fixture.endpoint.credentialsForFunction('mcp-operator'));
  root = clientOf(fixture.endpoint.operatorCredentials());
});
afterEach(() => fixture.endpoint.close());

function clientOf(credentials: AwsCredentials): IAMClient {
  return new IAMClient(clientFor(fixture.endpoint, credentials));
}

function rewrite(document: Json | string, SetAsDefault = true, PolicyArn = LOANS, client = iam) {
  const PolicyDocument = typeof document === 'string' ? document : JSON.stringify(document);
  return client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }));
}

/** Reads a row of alice with credentials of hers. */
function read(credentials: AwsCredentials, callerId = 'alice-id') {
  const Key = { callerId: { S: callerId }, orderId: { S: callerId === 'alice-id' ? 'o-1' : 'o-9' } };
  const dynamo = new DynamoDBClient(clientFor(fixture.endpoint, credentials));
  return dynamo.send(new GetItemCommand({ TableName: 'Orders', Key }));
}

const denied = { name: 'AccessDeniedException' };

/** What ends the loans of one person up to a time. */
function ended(caller: string, until: Date): Json {
  return policy(everything, {
    Sid: 'Ended',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:PrincipalTag/caller': caller },
      DateLessThanEquals: { 'aws:TokenIssueTime': until.toISOString() },
    },
  });
}

describe('a new default version of a boundary', () => {
  test('ends credentials that were lent before, at once and for this person alone (B7)', async () => {
    const [alice, bob] = [await borrow(fixture.endpoint, 'alice-id'), await borrow(fixture.endpoint, 'bob-id')];
    expect((await read(alice)).Item?.status?.S).toBe('paid');
    await rewrite(ended('alice-id', new Date()));
    await expect(read(alice)).rejects.toMatchObject(denied);
    expect((await read(bob, 'bob-id')).Item?.status?.S).toBe('paid');
  });

  test('leaves alone what is lent after the time it names (B7)', async () => {
    await rewrite(ended('alice-id', new Date()));
    fixture.advance(2000);
    expect((await read(await borrow(fixture.endpoint, 'alice-id'))).Item?.status?.S).toBe('paid');
  });

  test('counts only when it is the default', async () => {
    const alice = await borrow(fixture.endpoint, 'alice-id');
    const { PolicyVersion } = await rewrite(ended('alice-id', new Date()), false);
    expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: false });
    expect((await read(alice)).Item?.status?.S).toBe('paid');
  });
});

test('a new default version reaches the roles a managed policy is attached to', async () => {
  const tool = fixture.endpoint.credentialsForFunction('mcp-list_orders');
  expect((await read(tool)).Item?.status?.S).toBe('paid');
  await rewrite(policy({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: TABLE }), true, EXTRA, root);
  await expect(read(tool)).rejects.toMatchObject(denied);
});

test('the versions of a policy can be read back as they were written', async () => {
  const document = policy(everything, { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a&b/%41*' });
  const created = await rewrite(document);
  expect(created.PolicyVersion).toMatchObject({
    VersionId: 'v2',
    IsDefaultVersion: true,
    CreateDate: expect.any(Date),
  });
  const { Versions, IsTruncated } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: LOANS }));
  expect(IsTruncated).toBe(false);
  expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v2', true],
    ['v1', false],
  ]);
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: LOANS, VersionId: 'v2' }));
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toEqual(document);
  const { Policy } = await root.send(new GetPolicyCommand({ PolicyArn: LOANS }));
  expect(Policy).toMatchObject({
    Arn: LOANS,
    PolicyName: 'mcp-loans',
    Path: '/sallyport/mcp/',
    DefaultVersionId: 'v2',
  });
});

test('a list of one version is a list', async () => {
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: LOANS }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['v1']);
});

describe('IAM keeps at most five versions', () => {
  beforeEach(async () => {
    for (let count = 2; count <= 5; count++) await rewrite(policy(everything));
  });

  test('and refuses a sixth', async () => {
    await expect(rewrite(policy(everything))).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('so old ones are deleted, and their names never come back', async () => {
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: LOANS, VersionId: 'v4' }));
    expect((await rewrite(policy(everything))).PolicyVersion?.VersionId).toBe('v6');
  });

  test('but not the one in force', async () => {
    const asked = iam.send(new DeletePolicyVersionCommand({ PolicyArn: LOANS, VersionId: 'v5' }));
    await expect(asked).rejects.toMatchObject({ name: 'DeleteConflictException', $metadata: { httpStatusCode: 409 } });
  });
});

describe('a document is refused, and the old one stays in force', () => {
  const long = `arn:aws:s3:::${'b'.repeat(6144)}`;
  test.each<[string, Json | string, string]>([
    [
      'that is longer than 6,144 characters',
      policy({ Effect: 'Deny', Action: '*', Resource: long }),
      'LimitExceededException',
    ],
    ['that is no JSON', '{"Version":', 'MalformedPolicyDocumentException'],
    ['that is no policy', '[]', 'MalformedPolicyDocumentException'],
    [
      'whose condition nobody can judge (C1)',
      policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:Unheard/of': 'x' } } }),
      'MalformedPolicyDocumentException',
    ],
    ['with characters that IAM does not take', '{"Version":"2012-10-17","Id":"\u2603"}', 'ValidationError'],
  ])('%s', async (_, document, name) => {
    await expect(rewrite(document)).rejects.toMatchObject({ name });
    const { Policy } = await root.send(new GetPolicyCommand({ PolicyArn: LOANS }));
    expect(Policy?.DefaultVersionId).toBe('v1');
  });

  test('does not count white space, as on AWS', async () => {
    const document = JSON.stringify(policy(everything)).replaceAll(',', `,${' '.repeat(3000)}`);
    expect((await rewrite(document)).PolicyVersion?.VersionId).toBe('v2');
  });
});

describe('IAM refuses', () => {
  test.each([
    ['a lent session', () => borrow(fixture.endpoint, 'alice-id')],
    ['another function', async () => fixture.endpoint.credentialsForFunction('mcp-list_orders')],
  ])('%s, which has no permission (D1)', async (_, credentials) => {
    const client = clientOf(await credentials());
    await expect(rewrite(policy(everything), true, LOANS, client)).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('the operator at any other policy (D1)', async () => {
    await expect(rewrite(policy(everything), true, EXTRA)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('a policy that does not exist', async () => {
    const asked = root.send(new GetPolicyCommand({ PolicyArn: `${LOANS}-not-there` }));
    await expect(asked).rejects.toMatchObject({ name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } });
  });

  test('a version that does not exist', async () => {
    const asked = iam.send(new GetPolicyVersionCommand({ PolicyArn: LOANS, VersionId: 'v9' }));
    await expect(asked).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  test.each([
    ['an action it does not know', () => root.send(new ListPoliciesCommand({})), 'InvalidAction'],
    [
      'a parameter it does not know',
      () => root.send(new ListPolicyVersionsCommand({ PolicyArn: LOANS, MaxItems: 1 })),
      'ValidationError',
    ],
  ])('%s, by name (C1)', async (_, ask, name) => {
    await expect(ask()).rejects.toMatchObject({ name });
  });
});

test('a signature for IAM may name the one region IAM has, or that of the stack, and no other (D5)', async () => {
  const credentials = fixture.endpoint.operatorCredentials();
  const inRegion = (region: string) =>
    new IAMClient({ endpoint: fixture.endpoint.url, region, credentials, maxAttempts: 1 }).send(
      new GetPolicyCommand({ PolicyArn: LOANS }),
    );
  for (const region of ['us-east-1', REGION]) expect((await inRegion(region)).Policy?.Arn).toBe(LOANS);
  await expect(inRegion('ap-south-1')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
});

test('a managed policy that cannot be judged stops the start, even when no role has it (C1)', async () => {
  const odd = resource('AWS::IAM::ManagedPolicy', 'Odd', `${EXTRA}-odd`, {
    PolicyDocument: policy({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Whatever: { 'aws:userid': 'x' } },
    }),
  });
  const asked = startAwsEndpoint({
    stack: stack((all) => [...all, odd]),
    lambda: () => {
      throw new Error('not reached');
    },
    now: () => new Date(),
    onDecision: () => undefined,
    onFault: () => undefined,
    demoNames: { alice: 'alice-id', bob: 'bob-id' },
  });
  await expect(asked).rejects.toThrow(/Whatever/);
});
