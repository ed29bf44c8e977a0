import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deskAssembly } from '../infra/report/desk-assembly.ts';
import { findChromium, startChromium } from './browser/chromium.ts';
import { contrastOf } from './browser/contrast.ts';
import { shoot } from './browser/shoot.ts';
import { watchPage } from './browser/watch-page.ts';

const executable = findChromium();
if (executable === undefined) console.log('skipped: no Chromium on this machine; CHROMIUM can name one');

let browser: Browser;
let server: Server;

describe.skipIf(executable === undefined)('the report in a real browser', () => {
  beforeAll(async () => {
    const report = readFileSync(join(deskAssembly().folder, 'sallyport-report.html'));
    server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(report));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await startChromium(executable ?? '');
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test('it is whole in itself: nothing is fetched, and nothing breaks its own policy (A10)', async () => {
    const { page, watched } = await open();
    await shoot(page, 'report');
    expect(watched.outside).toEqual([]);
    expect(watched.complaints).toEqual([]);
    expect(
      await page.evaluate<number>('document.styleSheets[0].cssRules.length'),
      'its style is let in',
    ).toBeGreaterThan(10);
  });

  test('it reads well: one main heading, a section for each tool, a table that names its columns', async () => {
    const { page } = await open();
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const tools = await page.locator('section.tool').count();
    expect(tools).toBeGreaterThan(5);
    expect(await page.locator('table').first().locator('tbody tr').count()).toBe(tools);
    expect(await page.getByRole('columnheader', { name: 'AWS actions' }).count()).toBe(1);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('every link leads to a section of the page', async () => {
    const { page } = await open();
    const lost = await page.evaluate<readonly string[]>(
      '[...document.links].map(({ hash }) => hash).filter((hash) => !document.getElementById(hash.slice(1)))',
    );
    expect(lost).toEqual([]);
  });

  test.each([360, 800, 1280])('at %i pixels it fits without scrolling sideways', async (width) => {
    const { page } = await open({ viewport: { width, height: 800 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test.each(['light', 'dark'] as const)('in %s mode text and links have readable contrast', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    expect(await contrastOf(page, 'body')).toBeGreaterThanOrEqual(4.5);
    expect(await contrastOf(page, 'a')).toBeGreaterThanOrEqual(4.5);
  });

  async function open(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const watched = watchPage(page);
    await page.goto(`http://127.0.0.1:${portOf(server)}/`);
    return { page, watched };
  }
});

function portOf(listening: Server): number {
  const address: AddressInfo | string | null = listening.address();
  if (typeof address === 'object' && address) return address.port;
  throw new Error('the server does not listen');
}
