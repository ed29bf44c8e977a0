import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerSession } from '../../functions/gateway/caller-session.ts';
import { narrowLoan } from '../../functions/gateway/narrow-loan.ts';
import { parameterReader } from '../../functions/gateway/read-parameter.ts';
import { sessionPolicies } from '../../functions/gateway/session-policies.ts';
import { describeTool } from '../../shared/contract-document.ts';
import { callerRolePath } from '../../shared/resource-names.ts';
import { getOrder } from '../../shared/tools/get-order.ts';
import { readDocument } from '../../shared/tools/read-document.ts';
import { clientFor, type EndpointFixture, startFixture } from '../infra/local/aws/endpoint-fixture.ts';
import { GATEWAY, synthesiseDesk } from './desk.ts';

const desk = synthesiseDesk();
const ALICE = { id: 'alice-id', subject: 'alice', kind: 'person' as const, clientId: 'cli', groups: [] };
const CONTRACTS = [getOrder, readDocument].map((contract) =>
  describeTool(contract, { narrowed: true, delegated: false, entered: [] }),
);

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await startFixture(desk.stack);
});
afterAll(() => fixture.endpoint.close());

/** Borrows as the gateway does: its own code and role, and the SDK, against local mode. */
async function lend(name: string, input: Readonly<Record<string, unknown>>) {
  const tool = CONTRACTS.find((contract) => contract.name === name);
  if (!tool) throw new Error(`no contract of ${name}`);
  const { endpoint } = fixture;
  const settings = settingsFor(endpoint.credentialsForFunction(nameOf(desk.gateway.arn)));
  const { signal } = new AbortController();
  const policies = sessionPolicies({
    gateway: GATEWAY,
    readParameter: parameterReader(async () => new SSMClient(settings)),
    now: () => new Date(),
  });
  const { expiration, ...credentials } = await callerSession({
    sts: new STSClient(settings),
    rolePrefix: `arn:aws:iam::${desk.stack.account}:role${callerRolePath(GATEWAY)}`,
    gateway: GATEWAY,
    tool: name,
    caller: ALICE,
    policy: await narrowLoan({ policies, tool, input, signal }),
    signal,
  });
  return settingsFor({ ...credentials, expiration: new Date(expiration) });
}

const settingsFor = (credentials: Parameters<typeof clientFor>[1]) => ({
  ...clientFor(fixture.endpoint, credentials),
  region: desk.stack.region,
});
const nameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
const DENIED = { name: expect.stringMatching(/^AccessDenied/) };

describe('a loan that was narrowed to one document (B9)', () => {
  const Bucket = nameOf(desk.documents);
  const files = async () =>
    new S3Client({ ...(await lend('read_document', { name: 'delivery-notes.txt' })), forcePathStyle: true });
  const get = async (key: string) => (await files()).send(new GetObjectCommand({ Bucket, Key: key }));

  test('reads that document', async () => {
    const { Body } = await get('users/alice-id/delivery-notes.txt');
    expect(await Body?.transformToString()).toContain('parcels');
  });

  test.each([
    ['another one of the same caller', 'users/alice-id/rug-return.txt'],
    ['one of another caller', 'users/bob-id/espresso-warranty.txt'],
    ['one of that name in another folder', 'users/bob-id/delivery-notes.txt'],
  ])('does not read %s', async (_, key) => {
    await expect(get(key)).rejects.toMatchObject(DENIED);
  });

  test('does not list the folder, although the role may', async () => {
    const list = new ListObjectsV2Command({ Bucket, Prefix: 'users/alice-id/' });
    await expect((await files()).send(list)).rejects.toMatchObject(DENIED);
  });
});

describe('a loan that was narrowed to one action (B9)', () => {
  const TableName = desk.orders.slice(desk.orders.lastIndexOf('/') + 1);
  const rows = async () => new DynamoDBClient(await lend('get_order', { orderId: 'ord_000000000001' }));
  const Key = (caller: string) => ({ callerId: { S: caller }, orderId: { S: 'ord_000000000001' } });

  test('reads rows of its caller and of nobody else', async () => {
    const get = async (caller: string) => (await rows()).send(new GetItemCommand({ TableName, Key: Key(caller) }));
    await expect(get('alice-id')).resolves.toBeDefined();
    await expect(get('bob-id')).rejects.toMatchObject(DENIED);
  });

  test('does not query, although the role may', async () => {
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'callerId = :caller',
      ExpressionAttributeValues: { ':caller': { S: 'alice-id' } },
    });
    await expect((await rows()).send(query)).rejects.toMatchObject(DENIED);
  });
});

test('nothing is lent for an argument that is no plain name (B9)', async () => {
  for (const name of ['*', '../bob-id/a.txt', '${aws:username}', 'a?']) {
    await expect(lend('read_document', { name })).rejects.toMatchObject({
      failure: { reason: 'argument_unfit', field: 'name' },
    });
  }
});
