import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from '../../../infra/report/html.ts';

test('text cannot become markup or leave an attribute (A10)', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'a', '\n') }), (text) => {
      const { source } = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`;
      const inside = source.replace(/^<p title="([^"]*)">([^<]*)<b>([^<]*)<\/b><\/p>$/s, '$1$2$3');
      expect(inside).not.toMatch(/[<>"']/);
    }),
  );
});

test('characters that hide or turn what follows are spelled out, lines stay', () => {
  expect(html`${'a\u202Eb\u200Bc\nd'}`.source).toBe('a\\u{202e}b\\u{200b}c\nd');
});

test('a number and nothing are parts too', () => {
  expect(html`${1}${undefined}`.source).toBe('1');
});
