import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeployedResource } from '../../../../infra/local/template/deployed-stack.ts';
import { clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, policy, REGION, resource, supportDeskStack } from './support-desk-stack.ts';

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/State`;

/** A function that may do these things with items whose keys begin so. */
function functionFor(name: string, actions: string[], keys: string[]): DeployedResource[] {
  const role = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  return [
    resource('AWS::IAM::Role', name, role, {
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
      }),
      Policies: [
        {
          PolicyName: 'State',
          PolicyDocument: policy({
            Effect: 'Allow',
            Action: actions.map((action) => `dynamodb:${action}`),
            Resource: TABLE,
            Condition: {
              'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
              Null: { 'dynamodb:LeadingKeys': 'false' },
            },
          }),
        },
      ],
    }),
    resource('AWS::Lambda::Function', name, `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`, { Role: role }),
  ];
}

const state = resource('AWS::DynamoDB::Table', 'State', TABLE, {
  AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  SSESpecification: { SSEEnabled: true },
  DeletionProtectionEnabled: true,
});

let fixture: EndpointFixture;
beforeAll(async () => {
  const stack = supportDeskStack((all) => [
    ...all,
    state,
    ...functionFor('reader', ['BatchGetItem'], ['stop#*', 'client#*']),
    ...functionFor('operator', ['GetItem', 'UpdateItem'], ['stop#*']),
    ...functionFor('facade', ['DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'], ['client#*', 'sign-in#*']),
  ]);
  fixture = await startFixture(stack);
});
afterAll(() => fixture.endpoint.close());

function clientOf(name: string): DynamoDBClient {
  return new DynamoDBClient(clientFor(fixture.endpoint, fixture.endpoint.credentialsForFunction(name)));
}

function update(by: string, key: string, change: Partial<UpdateItemCommandInput>) {
  return clientOf(by).send(new UpdateItemCommand({ TableName: 'State', Key: { key: { S: key } }, ...change }));
}

const denied = { name: 'AccessDeniedException' };
const tools = { '#tools': 'tools' };

describe('updates', () => {
  test('add to a set and take away from it, and answer what was there before', async () => {
    const add = {
      UpdateExpression: 'ADD #tools :t',
      ExpressionAttributeNames: tools,
      ReturnValues: 'ALL_OLD',
    } as const;
    const set = (...SS: string[]) => ({ ExpressionAttributeValues: { ':t': { SS } } });
    expect((await update('operator', 'stop#tools', { ...add, ...set('a', 'b') })).Attributes).toBeUndefined();
    const second = await update('operator', 'stop#tools', { ...add, ...set('b', 'c') });
    expect(second.Attributes).toEqual({ key: { S: 'stop#tools' }, tools: { SS: expect.arrayContaining(['a', 'b']) } });
    const remove = { ...add, UpdateExpression: 'DELETE #tools :t' };
    expect(
      (await update('operator', 'stop#tools', { ...remove, ...set('a', 'x') })).Attributes?.tools?.SS,
    ).toHaveLength(3);
    const { Attributes } = await update('operator', 'stop#tools', { ...remove, ...set('b', 'c') });
    expect(Attributes?.tools?.SS?.toSorted()).toEqual(['b', 'c']);
    const { Item } = await clientOf('operator').send(
      new GetItemCommand({ TableName: 'State', Key: { key: { S: 'stop#tools' } }, ConsistentRead: true }),
    );
    expect(Item).toEqual({ key: { S: 'stop#tools' } });
  });

  test('count, and stop counting at a limit', async () => {
    const count = (limit: number) =>
      update('facade', 'sign-in#quota', {
        UpdateExpression: 'SET expiresAt = if_not_exists(expiresAt, :end) ADD #count :one',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':limit': { N: String(limit) }, ':end': { N: '9' } },
        ReturnValues: 'UPDATED_NEW',
      });
    expect((await count(2)).Attributes).toEqual({ count: { N: '1' }, expiresAt: { N: '9' } });
    expect((await count(2)).Attributes?.count).toEqual({ N: '2' });
    await expect(count(2)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('take a value away on condition only', async () => {
    await update('operator', 'stop#all', {
      UpdateExpression: 'SET #n = :v',
      ExpressionAttributeNames: { '#n': 'disabledAt' },
      ExpressionAttributeValues: { ':v': { N: '7' } },
    });
    const takeAway = (was: string) =>
      update('operator', 'stop#all', {
        UpdateExpression: 'REMOVE #n',
        ConditionExpression: '#n = :was',
        ExpressionAttributeNames: { '#n': 'disabledAt' },
        ExpressionAttributeValues: { ':was': { N: was } },
        ReturnValues: 'ALL_OLD',
      });
    await expect(takeAway('8')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((await takeAway('7')).Attributes?.disabledAt).toEqual({ N: '7' });
  });
});

test('an item serves once: who deletes it gets it, and nobody else', async () => {
  const Key = { key: { S: 'sign-in#code#1' } };
  const facade = clientOf('facade');
  await facade.send(
    new PutItemCommand({ TableName: 'State', Item: { ...Key, client: { S: 'c' }, expiresAt: { N: '1' } } }),
  );
  const take = () => facade.send(new DeleteItemCommand({ TableName: 'State', Key, ReturnValues: 'ALL_OLD' }));
  expect((await take()).Attributes?.client).toEqual({ S: 'c' });
  expect((await take()).Attributes).toBeUndefined();
});

test('an item that has expired is still read, as it may be on AWS for days', async () => {
  const Key = { key: { S: 'sign-in#old' } };
  const facade = clientOf('facade');
  await facade.send(new PutItemCommand({ TableName: 'State', Item: { ...Key, expiresAt: { N: '1' } } }));
  expect((await facade.send(new GetItemCommand({ TableName: 'State', Key }))).Item?.expiresAt).toEqual({ N: '1' });
});

describe('who may read what is decided on what keys begin with (D9)', () => {
  const ask = (by: string, ...keys: string[]) =>
    clientOf(by).send(
      new BatchGetItemCommand({
        RequestItems: { State: { ConsistentRead: true, Keys: keys.map((key) => ({ key: { S: key } })) } },
      }),
    );

  test('a batch is read consistently, and items that are not there are left out', async () => {
    await update('operator', 'stop#user#alice', {
      UpdateExpression: 'SET revokedAt = :v',
      ExpressionAttributeValues: { ':v': { N: '5' } },
    });
    const { Responses, UnprocessedKeys } = await ask('reader', 'stop#user#alice', 'stop#token#t', 'client#c');
    expect(Responses?.State).toEqual([{ key: { S: 'stop#user#alice' }, revokedAt: { N: '5' } }]);
    expect(UnprocessedKeys).toEqual({});
  });

  test('one key of a batch that is out of reach refuses all of it', async () => {
    await expect(ask('reader', 'stop#all', 'sign-in#old')).rejects.toMatchObject(denied);
    await expect(ask('reader', 'stop')).rejects.toMatchObject(denied);
  });

  test('nobody reads a batch without the permission', async () => {
    await expect(ask('operator', 'stop#all')).rejects.toMatchObject(denied);
  });

  test('the sign-in facade reaches no stop, and the operator no client', async () => {
    const change = { UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ':v': { N: '5' } } };
    await expect(update('facade', 'stop#all', change)).rejects.toMatchObject(denied);
    await expect(update('operator', 'client#c', change)).rejects.toMatchObject(denied);
    const remove = new DeleteItemCommand({ TableName: 'State', Key: { key: { S: 'stop#all' } } });
    await expect(clientOf('facade').send(remove)).rejects.toMatchObject(denied);
    const read = new GetItemCommand({ TableName: 'State', Key: { key: { S: 'stop#all' } } });
    await expect(clientOf('facade').send(read)).rejects.toMatchObject(denied);
  });
});
