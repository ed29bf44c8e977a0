import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { personByName } from '../../infra/local/issuer/people.ts';
import { giveOrder } from './give-order.ts';
import { type Running, startFixture } from './local-mode.ts';
import { headersFor, type RawAnswer, rawCall, rpcBody, send } from './raw-request.ts';
import { answerOf, exchange, newAttempt, refreshOf } from './sign-in/attempt.ts';

/** Tokens die when told (B7, I6): with the operator's own command path, on processes that are warm. */
let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

// Sign-ins, orders and pauses of a second add up where many tests share a machine.
vi.setConfig({ testTimeout: 60_000 });

/** Revocations count in whole seconds: what was signed in within the same one is refused too. */
const NEXT_SECOND_MS = 1100;

function call(token: string, tool = 'list_orders'): Promise<RawAnswer> {
  return rawCall(running.endpoint, token, tool, {});
}

/** A sign-in with its refresh token. */
async function signIn(person: string) {
  const attempt = newAttempt(running);
  const { body } = await exchange(attempt, (await answerOf(attempt, person)).get('code') ?? '');
  return { attempt, token: String(body.access_token), refreshToken: String(body.refresh_token) };
}

describe('revoke a person', () => {
  test('the next call is refused, the refresh too, and a new sign-in works again (B7)', async () => {
    const { attempt, token, refreshToken } = await signIn('alice');
    expect((await call(token)).message.result?.isError).toBeFalsy();
    await giveOrder(running, 'revoke', 'user', 'alice');
    const refused = await call(token);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('resource_metadata=');
    expect(running.records().at(-1)).toMatchObject({
      gate: 'authorizer',
      outcome: 'refused',
      detail: expect.stringMatching(/revoked/),
    });
    expect((await refreshOf(attempt, refreshToken)).body).not.toHaveProperty('access_token');
    await sleep(NEXT_SECOND_MS);
    expect((await call((await signIn('alice')).token)).status).toBe(200);
  });

  test('nobody else is signed out', async () => {
    const bob = await running.token('bob');
    await giveOrder(running, 'revoke', 'user', 'alice');
    expect((await call(bob)).status).toBe(200);
  });

  test('AWS credentials that were lent to a tool before end with it, though they live for minutes', async () => {
    const person = personByName('carol');
    const token = await running.token('carol');
    expect((await call(token, 'list_documents')).status).toBe(200);
    const [bucket] = running.localMode.stack.ofType('AWS::S3::Bucket');
    const { endpoint, region } = running.localMode.state.aws;
    const credentials = running.localMode.aws.lentCredentials().at(-1);
    if (!credentials || !bucket) throw new Error('nothing was lent');
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const list = () =>
      s3.send(new ListObjectsV2Command({ Bucket: bucket.physicalId, Prefix: `users/${person?.subject}/` }));
    await list();
    const { steps } = await giveOrder(running, 'revoke', 'user', 'carol');
    expect(steps).toContainEqual({ step: 'end_sessions', done: true });
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
    await sleep(NEXT_SECOND_MS);
    expect((await call(await running.token('carol'), 'list_documents')).message.result?.isError).toBeFalsy();
  });
});

describe('switch off, and on again, without a deployment', () => {
  test('a tool: it is gone from the list, refused, and back', async () => {
    const token = await running.token('bob');
    expect(await listed(token)).toContain('list_orders');
    await giveOrder(running, 'disable', 'tool', 'list_orders');
    expect(await listed(token)).not.toContain('list_orders');
    expect(succeeded(await call(token))).toBe(false);
    await expectSuccess(token, 'list_documents');
    await giveOrder(running, 'enable', 'tool', 'list_orders');
    await expectSuccess(token);
  });

  test('a person: refused with every token, also a new one, until enabled', async () => {
    const token = await running.token('bob');
    await giveOrder(running, 'disable', 'user', 'bob');
    expect((await call(token)).status).toBe(401);
    await sleep(NEXT_SECOND_MS);
    expect((await call(await running.token('bob'))).status).toBe(401);
    await giveOrder(running, 'enable', 'user', 'bob');
    await sleep(NEXT_SECOND_MS);
    expect((await call(await running.token('bob'))).status).toBe(200);
  });

  test('a client', async () => {
    const token = await running.token('bob');
    const client = running.localMode.state.clients[0]?.id;
    await giveOrder(running, 'disable', 'client', client);
    expect((await call(token)).status).toBe(401);
    await giveOrder(running, 'enable', 'client', client);
    expect((await call(await running.token('bob'))).status).toBe(200);
  });

  test('everything', async () => {
    const tokens = await Promise.all(['alice', 'bob'].map((person) => running.token(person)));
    await giveOrder(running, 'disable', 'all');
    for (const token of tokens) expect(succeeded(await call(token))).toBe(false);
    await giveOrder(running, 'enable', 'all');
    for (const token of tokens) await expectSuccess(token);
  });
});

test('every change is recorded with the old value, the new one, and who made it (I6)', async () => {
  const seen = running.changes().length;
  await giveOrder(running, 'disable', 'tool', 'get_order');
  await giveOrder(running, 'enable', 'tool', 'get_order');
  const [off, on] = running.changes().slice(seen);
  expect(off).toMatchObject({ action: 'disable', target: { kind: 'tool', name: 'get_order' }, reason: 'a test' });
  expect(on).toMatchObject({ action: 'enable', before: off?.after, after: off?.before });
  expect(off?.before).not.toEqual(off?.after);
  expect(off?.actor).toMatch(/^arn:aws:(iam|sts)::\d{12}:/);
});

test('the credentials of a tool cannot give orders (I6)', async () => {
  const seen = running.changes().length;
  const [loan] = running.localMode.aws.lentCredentials();
  const stranger = { ...running.localMode.state, aws: { ...running.localMode.state.aws, ...loan } };
  const asTool = { ...running, localMode: { ...running.localMode, state: stranger } };
  await expect(giveOrder(asTool, 'enable', 'all')).rejects.toThrow();
  expect(running.changes()).toHaveLength(seen);
});

test('when the state table cannot be reached, nothing runs (B7)', async () => {
  const token = await running.token('alice');
  await expectSuccess(token);
  const loans = running.localMode.aws.lentCredentials().length;
  await running.localMode.aws.close();
  const refused = await call(token);
  expect(refused.status).toBe(500);
  expect(refused.text).toContain('not_authorized_by_failure');
  expect(running.localMode.aws.lentCredentials(), 'no credentials were lent').toHaveLength(loans);
});

async function expectSuccess(token: string, tool?: string): Promise<void> {
  const answer = await call(token, tool);
  expect(succeeded(answer), answer.text).toBe(true);
}

async function listed(token: string): Promise<readonly string[]> {
  const body = JSON.stringify(rpcBody('tools/list'));
  const { message } = await send(running.endpoint, { method: 'POST', headers: headersFor(token, 'tools/list'), body });
  return message.result?.tools?.map(({ name }) => name) ?? [];
}

function succeeded({ status, message }: RawAnswer): boolean {
  return status === 200 && message.error === undefined && message.result?.isError !== true;
}
