import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf, equalTo } from '../../../../infra/local/aws/dynamodb-expression.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';

let fixture: EndpointFixture;
let alice: DynamoDBClient;
beforeAll(async () => {
  fixture = await startFixture();
  alice = new DynamoDBClient(clientFor(fixture.endpoint, await borrow(fixture.endpoint, 'alice-id')));
});
afterAll(() => fixture.endpoint.close());

const TableName = 'Orders';
const key = (caller: string, order: string) => ({ callerId: { S: caller }, orderId: { S: order } });
const query = (caller: string, KeyConditionExpression = 'callerId = :c') =>
  new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues: { ':c': { S: caller } } });
const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };

describe("with alice's credentials, her own rows", () => {
  test('can be read, queried and found by a renamed key', async () => {
    const { Item } = await alice.send(new GetItemCommand({ TableName, Key: key('alice-id', 'o-1') }));
    expect(Item).toMatchObject({ cents: { N: '1200' } });
    expect((await alice.send(query('alice-id'))).Count).toBe(2);
    const renamed = new QueryCommand({
      TableName,
      KeyConditionExpression: '(#c = :c) AND begins_with(orderId, :o)',
      ExpressionAttributeNames: { '#c': 'callerId' },
      ExpressionAttributeValues: { ':c': { S: 'alice-id' }, ':o': { S: 'o-2' } },
    });
    expect((await alice.send(renamed)).Count).toBe(1);
  });

  test('can be written, changed, read in batches and deleted', async () => {
    await alice.send(new PutItemCommand({ TableName, Item: { ...key('alice-id', 'n-1'), status: { S: 'new' } } }));
    await alice.send(
      new UpdateItemCommand({
        TableName,
        Key: key('alice-id', 'n-1'),
        UpdateExpression: 'SET cents = :n',
        ExpressionAttributeValues: { ':n': { N: '5' } },
      }),
    );
    const Keys = [key('alice-id', 'n-1'), key('alice-id', 'o-1')];
    const { Responses } = await alice.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(Responses?.[TableName]).toHaveLength(2);
    await alice.send(new DeleteItemCommand({ TableName, Key: key('alice-id', 'n-1') }));
    const { Item } = await alice.send(new GetItemCommand({ TableName, Key: key('alice-id', 'n-1') }));
    expect(Item).toBeUndefined();
  });
});

describe("with alice's credentials, bob's rows (D2)", () => {
  const cases: readonly [string, () => Promise<unknown>][] = [
    ['read', () => alice.send(new GetItemCommand({ TableName, Key: key('bob-id', 'o-9') }))],
    ['queried', () => alice.send(query('bob-id'))],
    ['written', () => alice.send(new PutItemCommand({ TableName, Item: key('bob-id', 'n-1') }))],
    ['changed', () => alice.send(new UpdateItemCommand({ TableName, Key: key('bob-id', 'o-9') }))],
    ['deleted', () => alice.send(new DeleteItemCommand({ TableName, Key: key('bob-id', 'o-9') }))],
    [
      'read among her own in a batch',
      () =>
        alice.send(
          new BatchGetItemCommand({
            RequestItems: { [TableName]: { Keys: [key('alice-id', 'o-1'), key('bob-id', 'o-9')] } },
          }),
        ),
    ],
    [
      'written in a batch',
      () =>
        alice.send(
          new BatchWriteItemCommand({
            RequestItems: { [TableName]: [{ PutRequest: { Item: key('bob-id', 'n-1') } }] },
          }),
        ),
    ],
    [
      'deleted in a batch',
      () =>
        alice.send(
          new BatchWriteItemCommand({
            RequestItems: { [TableName]: [{ DeleteRequest: { Key: key('bob-id', 'o-9') } }] },
          }),
        ),
    ],
    [
      'found over an index whose key is not the caller',
      () =>
        alice.send(
          new QueryCommand({
            TableName,
            IndexName: 'byStatus',
            KeyConditionExpression: '#s = :s',
            ExpressionAttributeNames: { '#s': 'status' },
            ExpressionAttributeValues: { ':s': { S: 'paid' } },
          }),
        ),
    ],
    ['found by a scan', () => alice.send(new ScanCommand({ TableName }))],
    [
      'looked for in another table',
      () => alice.send(new GetItemCommand({ TableName: 'Payments', Key: key('alice-id', 'o-1') })),
    ],
  ];
  test.each(cases)('cannot be %s', async (_, send) => {
    await expect(send()).rejects.toMatchObject(denied);
  });

  test('are not reached by a query that names her in a filter or a nested path', async () => {
    await expect(alice.send(query('bob-id', 'orderId = :c'))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(alice.send(query('bob-id', 'x.callerId = :c'))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('tells the watcher which condition failed and the client only what it asked', async () => {
  fixture.decisions.length = 0;
  const error = await alice.send(query('bob-id')).catch((e: unknown) => e);
  expect(String(error)).toMatch(/assumed-role\/mcp-list_orders\/alice-id is not authorized to perform: dynamodb:Query/);
  expect(String(error)).not.toContain('LeadingKeys');
  expect(fixture.decisions.at(-1)?.explanation).toContain('LeadingKeys');
});

test('refuses a request without the partition key instead of judging it without one', async () => {
  const asked = alice.send(new GetItemCommand({ TableName, Key: { orderId: { S: 'o-9' } } }));
  await expect(asked).rejects.toMatchObject({ name: 'ValidationException' });
});

test('refuses transactions and legacy parameters by name', async () => {
  const Get = { TableName, Key: key('alice-id', 'o-1') };
  const transaction = alice.send(new TransactGetItemsCommand({ TransactItems: [{ Get }] }));
  await expect(transaction).rejects.toMatchObject({ name: 'UnknownOperationException' });
  const legacy = alice.send(new GetItemCommand({ ...Get, AttributesToGet: ['cents'] }));
  await expect(legacy).rejects.toMatchObject({ message: expect.stringContaining('AttributesToGet') });
});

test('answers with the engine’s own errors when the caller may ask', async () => {
  const operator = new DynamoDBClient(clientFor(fixture.endpoint, fixture.endpoint.operatorCredentials()));
  const missing = operator.send(new GetItemCommand({ TableName: 'Payments', Key: key('a', 'b') }));
  await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const failed = new PutItemCommand({
    TableName,
    Item: key('alice-id', 'o-1'),
    ConditionExpression: 'attribute_not_exists(callerId)',
  });
  await expect(operator.send(failed)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
});

describe('expressions', () => {
  const names = { '#c': 'callerId', '#n': 'nested' };

  test('give the top-level attributes and nothing else', () => {
    const expression = 'SET #n.inner[0] = if_not_exists(total, :zero) + :one REMOVE old';
    expect(attributesOf(expression, { names, values: {} })).toEqual(['nested', 'total', 'old']);
  });

  test('give every value a key is set equal to, so that a second one cannot hide', () => {
    const values = { ':a': { S: 'alice' }, ':b': { S: 'bob' } };
    expect(equalTo('callerId', '#c = :a AND callerId = :b', { names, values })).toEqual([{ S: 'alice' }, { S: 'bob' }]);
  });

  test('never take a value from a nested path, another operator or an inherited name', () => {
    const values = { ':a': { S: 'alice' } };
    for (const text of ['x.callerId = :a', 'callerId <> :a', 'callerId > :a', 'callerId = :toString', 'callerId = x']) {
      expect(equalTo('callerId', text, { names, values })).toEqual([]);
    }
  });

  test('of any text are read or refused, never thrown over', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(Array.isArray(attributesOf(text, { names, values: {} }))).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'AwsError' });
        }
      }),
    );
  });
});
