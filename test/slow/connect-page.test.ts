import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { layLink } from '../e2e/lay-link.ts';
import { type Running, startFixture } from '../e2e/local-mode.ts';
import { type Assembly, synthesizeFixture } from '../e2e/synthesize-fixture.ts';
import { findChromium, startChromium } from './browser/chromium.ts';
import { shoot } from './browser/shoot.ts';
import { type Watched, watchPage } from './browser/watch-page.ts';

const executable = findChromium();
if (executable === undefined) console.log('skipped: no Chromium on this machine; CHROMIUM can name one');

const LABEL = 'API key of your parcel account';

let assembly: Assembly;
let running: Running;
let browser: Browser;

describe.skipIf(executable === undefined)('the page for secrets in a real browser', () => {
  beforeAll(async () => {
    assembly = await synthesizeFixture('app.ts');
    running = await startFixture({ assembly: assembly.folder });
    browser = await startChromium(executable ?? '');
  });
  afterAll(async () => {
    await browser.close();
    await running.close();
    assembly.remove();
  });

  let watched: Watched;
  afterEach(() => {
    expect(watched.outside, 'requests that left the machine').toEqual([]);
    expect(watched.complaints, 'complaints on the console').toEqual([]);
  });

  test('alice signs in, enters her key without showing it, and saves it (F12, H2)', async () => {
    const page = await open('alice');
    const field = page.getByLabel(LABEL);
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill(`parcel-alice-${randomBytes(18).toString('base64url')}`);
    await shoot(page, 'connect-page');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Saved' }).waitFor();
    expect(page.url()).not.toContain('parcel-alice');
  });

  test('somebody else sees that the link is not theirs, and no form (B10)', async () => {
    const page = await open('bob');
    await page.getByRole('heading', { name: 'This link was made for another person' }).waitFor();
    expect(await page.locator('form').count()).toBe(0);
  });

  test('Cancel works with an empty field, and saves nothing', async () => {
    const page = await open('alice');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Nothing was saved' }).waitFor();
  });

  test('the keyboard is enough, and Enter in the field saves', async () => {
    const page = await open('alice');
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus-visible');
    expect(await focused.getAttribute('name')).toBe('secret');
    await page.keyboard.type(`parcel-alice-${randomBytes(18).toString('base64url')}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Saved' }).waitFor();
  });

  test('reads well and fits a phone: one heading, a language, a labelled field, no scrolling sideways', async () => {
    const page = await open('alice', { viewport: { width: 320, height: 640 } });
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByLabel(LABEL).count()).toBe(1);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });

  /** A fresh browser profile in which somebody opened a link of alice's and signed in. */
  async function open(person: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    watched = watchPage(page);
    await page.goto(await layLink(running, 'alice'));
    await page.getByRole('button', { name: person }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
});
