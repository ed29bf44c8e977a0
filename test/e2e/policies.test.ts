import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startFixture } from './local-mode.ts';
import { headersFor, rawCall, rpcBody, send } from './raw-request.ts';

/** The policies of the reference deployment, decided by the functions that would run in AWS, out of their own layer. */
let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

const WRITE = ['documents.write'];
const NOTE = { name: 'note.txt', text: 'kept' };

function tokenOf(user: string, scopes: readonly string[] = WRITE): Promise<string> {
  return running.token({ user, scopes: ['orders.read', ...scopes] });
}

async function listed(token: string): Promise<readonly string[]> {
  const body = JSON.stringify(rpcBody('tools/list'));
  const { message } = await send(running.endpoint, { method: 'POST', headers: headersFor(token, 'tools/list'), body });
  return message.result?.tools?.map(({ name }) => name) ?? [];
}

test('a customer writes, and the record names the policy that permits it (C2, I2)', async () => {
  const { message } = await rawCall(running.endpoint, await tokenOf('alice'), 'save_document', NOTE);
  expect(message.result?.isError).toBeFalsy();
  expect(running.records().at(-1)).toMatchObject({ outcome: 'succeeded', policies: ['people-use-their-own-data'] });
});

test('the same customer and tool with other arguments are refused, and nothing is lent (C2)', async () => {
  const token = await tokenOf('alice');
  const loans = running.localMode.aws.lentCredentials().length;
  const { message } = await rawCall(running.endpoint, token, 'save_document', { ...NOTE, name: 'welcome.txt' });
  expect(message.result?._meta).toMatchObject({ 'sallyport/code': 'policy_denied' });
  expect(running.localMode.aws.lentCredentials()).toHaveLength(loans);
  expect(running.records().at(-1)).toMatchObject({
    outcome: 'refused',
    reason: 'policy_denied',
    policies: ['welcome-stays'],
  });
});

describe('a tool that policies never let this caller call', () => {
  test('is not listed for one and is for another (C3)', async () => {
    expect(await listed(await tokenOf('carol'))).not.toContain('save_document');
    expect(await listed(await tokenOf('alice'))).toContain('save_document');
  });

  test.each([
    ['with its scope', WRITE],
    ['without it', []],
  ])('answers like an unknown one, %s (C3)', async (_, scopes) => {
    const token = await tokenOf('carol', scopes);
    const hidden = await rawCall(running.endpoint, token, 'save_document', NOTE);
    expect(running.records().at(-1)).toMatchObject({ outcome: 'refused', reason: 'tool_not_permitted' });
    const unknown = await rawCall(running.endpoint, token, 'no_such_tool', NOTE);
    expect(hidden.status).toBe(unknown.status);
    expect(hidden.message.error).toMatchObject({ code: -32602, message: 'Unknown tool' });
    expect({ ...hidden.message.error, data: 0 }).toEqual({ ...unknown.message.error, data: 0 });
    expect(hidden.headers.get('www-authenticate')).toBeNull();
  });

  test('while who may call it is told which scope is missing (B3)', async () => {
    const refused = await rawCall(running.endpoint, await tokenOf('bob', []), 'save_document', NOTE);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('documents.write');
  });
});
