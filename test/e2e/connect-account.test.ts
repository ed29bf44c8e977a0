import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectUrl } from '../../shared/connect.ts';
import { ConnectBrowser, titleOf } from './connect-browser.ts';
import { callerIdOf, layLink } from './lay-link.ts';
import { type Running, startFixture } from './local-mode.ts';
import { rawCall } from './raw-request.ts';

let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

/** What a person types: made at run time, and nowhere else in this repository. */
function keyOf(name: string): string {
  return `parcel-${name}-${randomBytes(18).toString('base64url')}`;
}

async function call(user: string): Promise<string> {
  const token = await running.token({ user, scopes: ['accounts.connect'] });
  return (await rawCall(running.endpoint, token, 'connect_account', {})).text;
}

/** The link a call is answered with. */
async function linkFor(user: string): Promise<string> {
  const answer = await call(user);
  const [link] = /http:\/\/127\.0\.0\.1:\d+\/[\w/-]*connect\?request=[\w-]{43}/.exec(answer) ?? [];
  if (link === undefined) throw new Error(`no link in ${answer}`);
  return link;
}

function client() {
  const { endpoint, region, ...credentials } = running.localMode.state.aws;
  return { endpoint, region, credentials };
}

async function stored(user: string): Promise<string | undefined> {
  const SecretId = `sallyport/parcel-accounts/${callerIdOf(user)}`;
  try {
    return (await new SecretsManagerClient(client()).send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

test('whoever opens a link made for another person is refused, and the link still serves the right one (B10)', async () => {
  const link = await linkFor('alice');
  const page = await new ConnectBrowser().openAs('bob', link);
  expect(page.status).toBe(403);
  expect(titleOf(page)).toBe('This link was made for another person');
  expect(page.html).not.toContain('alice');
  expect([await stored('alice'), await stored('bob')]).toEqual([undefined, undefined]);
  expect(running.changes().at(-1)).toMatchObject({
    actor: 'connect',
    action: 'refuse_secret',
    target: { kind: 'user', name: callerIdOf('alice') },
    after: { tool: 'connect_account', secret: 'parcel_account', signedInAs: callerIdOf('bob') },
  });
  expect((await new ConnectBrowser().openAs('alice', link)).status).toBe(200);
});

test('alice enters her key at the page, and the next call uses it; nothing else ever sees it (F12, H2, G5)', async () => {
  const key = keyOf('alice');
  const browser = new ConnectBrowser();
  const page = await browser.openAs('alice', await linkFor('alice'));
  expect(page.html).toContain('signed in as <strong><bdi>alice</bdi>');
  expect(page.html).toContain('API key of your parcel account');
  expect(page.html).toContain('Connect your parcel account');
  const saved = await browser.enter(page, `${key}\r\n`);
  expect(titleOf(saved)).toBe('Saved');
  expect(await stored('alice')).toBe(key);
  expect(await call('alice')).toContain('"account":"alice"');
  expect(running.changes().at(-1)).toMatchObject({
    action: 'save_secret',
    target: { kind: 'user', name: callerIdOf('alice') },
    after: { tool: 'connect_account', secret: 'parcel_account' },
  });
  const seen = JSON.stringify([running.events, running.records(), running.changes(), saved, page]);
  for (const form of [key, Buffer.from(key).toString('base64'), encodeURIComponent(key)])
    expect(seen).not.toContain(form);
});

test('what is entered again takes the place of what was there (H2)', async () => {
  const browser = new ConnectBrowser();
  await browser.enter(await browser.openAs('bob', await linkFor('bob')), keyOf('bob'));
  expect(await call('bob')).toContain('"account":"bob"');
  const second = keyOf('robert');
  expect(titleOf(await browser.enter(await browser.openAs('bob', await layLink(running, 'bob')), second))).toBe(
    'Saved',
  );
  expect(await stored('bob')).toBe(second);
  expect(await call('bob')).toContain('"account":"robert"');
});

test('a key that the service does not take is asked for again, and not repeated (A10, F12)', async () => {
  const browser = new ConnectBrowser();
  const wrong = `wrong-${randomBytes(18).toString('base64url')}`;
  await browser.enter(await browser.openAs('bob', await layLink(running, 'bob')), wrong);
  const answer = await call('bob');
  expect(answer).toContain('connection_needed');
  expect(answer).not.toContain(wrong);
  await browser.enter(await browser.openAs('bob', await linkFor('bob')), keyOf('bob'));
  expect(await call('bob')).toContain('"account":"bob"');
});

test('a link works once, and a form too (B10)', async () => {
  const link = await layLink(running, 'alice');
  const browser = new ConnectBrowser();
  const [page, other] = [await browser.openAs('alice', link), await browser.openAs('alice', link)];
  expect(titleOf(await browser.enter(page, keyOf('once')))).toBe('Saved');
  expect(titleOf(await browser.enter(page, keyOf('mallory')))).toBe('This form cannot be used');
  expect(titleOf(await browser.enter(other, keyOf('mallory')))).toBe('This link has expired');
  const again = await new ConnectBrowser().openAs('alice', link);
  expect([again.status, titleOf(again)]).toEqual([404, 'This link has expired']);
  expect(await stored('alice')).toMatch(/^parcel-once-/);
});

test('a forged form saves nothing: without its ticket, from another browser, for another person (B10, B11)', async () => {
  const browser = new ConnectBrowser();
  const page = await browser.openAs('alice', await layLink(running, 'alice'));
  const before = await stored('alice');
  expect((await browser.enter(page, keyOf('mallory'), { ticket: 'x'.repeat(43) })).status).toBe(403);
  expect((await new ConnectBrowser().enter(page, keyOf('mallory'))).status).toBe(403);
  expect(await stored('alice')).toBe(before);
  const named = { caller: callerIdOf('bob'), request: 'x', secret_name: 'x' };
  const [bobs, own] = [await stored('bob'), keyOf('alice')];
  expect(titleOf(await browser.enter(page, own, named))).toBe('Saved');
  expect([await stored('alice'), await stored('bob')]).toEqual([own, bobs]);
});

test('an expired link and a made-up one say the same (B10)', async () => {
  const expired = await new ConnectBrowser().openAs('alice', await layLink(running, 'alice', -1));
  const made = connectUrl(running.endpoint, randomBytes(32).toString('base64url'));
  const unknown = await new ConnectBrowser().openAs('alice', made);
  const words = ({ html }: { html: string }) => html.replaceAll(/<code>[^<]*<\/code>/g, '');
  expect(titleOf(expired)).toBe('This link has expired');
  expect([expired.status, words(expired)]).toEqual([unknown.status, words(unknown)]);
});
