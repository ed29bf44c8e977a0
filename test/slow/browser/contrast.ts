import type { Page } from 'playwright-core';

/** Contrast of an element's text against the page behind it, by WCAG 2.2 §1.4.3. */
export async function contrastOf(page: Page, selector: string): Promise<number> {
  const colours = await page.evaluate<readonly string[]>(
    `[getComputedStyle(document.querySelector(${JSON.stringify(selector)})).color, getComputedStyle(document.body).backgroundColor]`,
  );
  const [darker = 0, lighter = 0] = colours.map((colour) => luminance(channelsOf(colour))).toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function channelsOf(colour: string): readonly number[] {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}

function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
