import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConnectBrowser, titleOf } from './connect-browser.ts';
import { type Running, startFixture } from './local-mode.ts';
import { connectAs } from './signing-in-client.ts';

/** The official client with URL-mode elicitation, from a call that misses a secret to its result. */
let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

const CALL = { name: 'connect_account', arguments: {} };

test('the client opens the page, the person enters the key there, and the same call goes on to its result (F12, G5)', async () => {
  const key = `parcel-alice-${randomBytes(18).toString('base64url')}`;
  const links: string[] = [];
  const alice = await connectAs(running, 'alice', 'modern', async (url) => {
    links.push(url);
    const browser = new ConnectBrowser();
    const saved = await browser.enter(await browser.openAs('alice', url), key);
    expect(titleOf(saved)).toContain('Saved');
    return 'accept';
  });
  const result = await alice.run((client) => client.callTool(CALL));
  expect(result.structuredContent).toEqual({ account: 'alice' });
  expect(links).toHaveLength(1);
  expect(JSON.stringify(result)).not.toContain(key);
  const again = await alice.client.callTool(CALL);
  expect(again.structuredContent).toEqual({ account: 'alice' });
  expect(links).toHaveLength(1);
  await alice.client.close();
});

test('a client that says yes before anything is entered is told to wait, and sent to no second page', async () => {
  const links: string[] = [];
  const bob = await connectAs(running, 'bob', 'modern', async (url) => {
    links.push(url);
    return 'accept';
  });
  const result = await bob.run((client) => client.callTool(CALL));
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toContain('finish there');
  expect(links).toHaveLength(1);
  await bob.client.close();
});

test('a person who declines is not asked again in the same call', async () => {
  const links: string[] = [];
  const bob = await connectAs(running, 'bob', 'modern', async (url) => {
    links.push(url);
    return 'decline';
  });
  const result = await bob.run((client) => client.callTool(CALL));
  expect(JSON.stringify(result.content)).toContain('did not enter');
  expect(links).toHaveLength(1);
  await bob.client.close();
});

test('a client that opens no links is told in words where the person goes', async () => {
  const bob = await connectAs(running, 'bob', 'modern');
  const result = await bob.run((client) => client.callTool(CALL));
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toMatch(/connect\?request=[\w-]{43}/);
  await bob.client.close();
});
