import { once } from 'node:events';
import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { stateReader } from '../../../functions/authorizer/read-state.ts';
import { fakeDynamo, TABLE } from './state-fixture.ts';

function setup(answer: Parameters<typeof fakeDynamo>[0]) {
  const { client, requests } = fakeDynamo(answer);
  return { read: stateReader({ dynamodb: client, table: TABLE }), requests };
}

test('asks for all keys in one request that sees the latest write (B7)', async () => {
  const { read, requests } = setup({ a: { n: { N: '1' } } });
  const items = await read(new Set(['a', 'b']));
  expect([...items]).toEqual([['a', { key: { S: 'a' }, n: { N: '1' } }]]);
  expect(requests).toEqual([
    { RequestItems: { [TABLE]: { ConsistentRead: true, Keys: [{ key: { S: 'a' } }, { key: { S: 'b' } }] } } },
  ]);
});

test('asks again on every request: nothing is kept (B7)', async () => {
  let items: Record<string, Record<string, { N: string }>> = {};
  const { read, requests } = setup(() => ({
    Responses: { [TABLE]: Object.entries(items).map(([key, item]) => ({ key: { S: key }, ...item })) },
  }));
  expect((await read(new Set(['a']))).size).toBe(0);
  items = { a: { n: { N: '1' } } };
  expect((await read(new Set(['a']))).size).toBe(1);
  expect(requests).toHaveLength(2);
});

test.each([
  ['leaves a key unread', () => ({ Responses: { [TABLE]: [] }, UnprocessedKeys: { [TABLE]: { Keys: [] } } })],
  ['answers for another table', () => ({ Responses: { other: [] } })],
  ['answers nothing', () => ({})],
  ['answers an item nobody asked for', () => ({ Responses: { [TABLE]: [{ key: { S: 'b' } }] } })],
  ['answers an item without a key', () => ({ Responses: { [TABLE]: [{ n: { N: '1' } }] } })],
  ['answers a key of another type', () => ({ Responses: { [TABLE]: [{ key: { N: '1' } }] } })],
  ['is throttled', () => Promise.reject(new Error('ProvisionedThroughputExceededException'))],
])('an answer is whole or none: fails when DynamoDB %s (B7)', async (_, answer) => {
  await expect(setup(answer).read(new Set(['a']))).rejects.toThrow();
});

test('fails after two seconds when DynamoDB is silent (B7)', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const dynamodb = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 2,
  });
  try {
    const started = Date.now();
    await expect(stateReader({ dynamodb, table: TABLE })(new Set(['a']))).rejects.toThrow();
    expect(Date.now() - started).toBeLessThan(4000);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 8000);
