import { createHash } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { facadeIssuer, OAuthPath } from '../../shared/oauth-paths.ts';
import { type Running, startFixture } from '../e2e/local-mode.ts';
import { type Assembly, synthesizeFixture } from '../e2e/synthesize-fixture.ts';
import { findChromium, startChromium } from './browser/chromium.ts';
import { contrastOf } from './browser/contrast.ts';
import { type LoopbackClient, startLoopbackClient } from './browser/loopback-client.ts';
import { shoot } from './browser/shoot.ts';
import { type Watched, watchPage } from './browser/watch-page.ts';

const executable = findChromium();
if (executable === undefined) console.log('skipped: no Chromium on this machine; CHROMIUM can name one');

const VERIFIER = 'a-verifier-of-this-test-only-with-enough-characters';

let assembly: Assembly;
let running: Running;
let browser: Browser;
let client: LoopbackClient;

describe.skipIf(executable === undefined)('the sign-in in a real browser', () => {
  beforeAll(async () => {
    assembly = await synthesizeFixture('sign-in-app.ts');
    running = await startFixture({ assembly: assembly.folder });
    browser = await startChromium(executable ?? '');
    client = await startLoopbackClient();
  });
  afterAll(async () => {
    client.close();
    await browser.close();
    await running.close();
    assembly.remove();
  });

  let watched: Watched;
  afterEach(() => {
    expect(watched.outside, 'requests that left the machine').toEqual([]);
    expect(watched.complaints, 'complaints on the console').toEqual([]);
  });

  test('Allow leads to the sign-in page, and from there back to the client with a code (B11)', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Allow' }).click();
    await shoot(page, 'sign-in');
    await page.getByRole('button', { name: 'alice' }).click();
    await page.getByText('You can close this page.').waitFor();
    const answer = client.answers.at(-1);
    expect(answer?.get('state')).toBe('state-of-the-client');
    expect(answer?.get('iss')).toBe(facadeIssuer(running.endpoint));
    expect(answer?.get('code')).toMatch(/./);
  });

  test('Refuse leads back to the client with access_denied, and nobody signs in (B11)', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('You can close this page.').waitFor();
    expect(Object.fromEntries(client.answers.at(-1) ?? [])).toMatchObject({
      error: 'access_denied',
      state: 'state-of-the-client',
      iss: facadeIssuer(running.endpoint),
    });
  });

  test('an unknown client is refused on a page, and sent nowhere (B11)', async () => {
    const answered = client.answers.length;
    const page = await open({ client_id: 'nobody' });
    await shoot(page, 'refused');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(page.url()).toContain(OAuthPath.authorize);
    expect(client.answers).toHaveLength(answered);
  });

  test('the keyboard is enough: Tab to each button with a visible focus, Enter to press it', async () => {
    const page = await open();
    const seen: string[] = [];
    for (let step = 0; step < 2; step++) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus-visible');
      expect(await focused.count(), 'the focus is visible').toBe(1);
      expect(await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      seen.push((await focused.textContent()) ?? '');
    }
    expect(seen.toSorted()).toEqual(['Allow', 'Refuse']);
    await focus(page, 'Allow');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'alice' }).waitFor();
    await focus(page, 'alice');
    await page.keyboard.press('Enter');
    await page.getByText('You can close this page.').waitFor();
    expect(client.answers.at(-1)?.get('code')).toMatch(/./);
  });

  test('the page reads well: one heading, a language, buttons with names, who asks, for what, and where the answer goes', async () => {
    const page = await open();
    await shoot(page, 'consent');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByRole('button').allTextContents()).toEqual(expect.arrayContaining(['Allow', 'Refuse']));
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('cli');
    expect(text).toContain(new URL(client.redirectUri).host);
    expect(text).toMatch(/on this computer/);
  });

  test('follows the person’s dark mode, with readable contrast in both', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({}, { colorScheme });
      expect(await contrastOf(page, 'body'), colorScheme).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('fits a phone without scrolling sideways', async () => {
    const page = await open({}, { viewport: { width: 320, height: 640 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });

  /** A fresh browser profile at the consent page. */
  async function open(parameters: Record<string, string> = {}, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    watched = watchPage(page);
    const url = new URL(`${facadeIssuer(running.endpoint)}${OAuthPath.authorize}`);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: running.localMode.state.clients[0]?.id ?? '',
      redirect_uri: client.redirectUri,
      state: 'state-of-the-client',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      resource: running.endpoint,
      ...parameters,
    }).toString();
    await page.goto(url.href);
    return page;
  }
});

async function focus(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 10; step++) {
    const focused = page.locator(':focus', { hasText: name });
    if ((await focused.count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${name}`);
}
