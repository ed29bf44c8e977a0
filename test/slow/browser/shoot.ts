import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Pictures for the docs are written only on request: `SCREENSHOTS=docs npx vitest …`. */
const SCREENSHOTS = process.env.SCREENSHOTS;

/** Takes a picture of what a person sees. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
}
