import { createHash } from 'node:crypto';
import { ANSWER_HEADERS, type WebAnswer } from './web-answer.ts';

/** System colours keep their contrast in light, dark and forced colours. */
const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; background: Canvas; color: CanvasText; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 5vh auto; padding: 0.5rem clamp(1rem, 5vw, 2.5rem) 2rem; border: 1px solid GrayText; border-radius: 0.75rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
h2 + p, h2 + ul { margin-top: 0; }
ul { padding-inline-start: 1.25rem; }
code { font-size: 0.875em; }
.warning { border: 1px solid; border-inline-start-width: 0.4rem; border-radius: 0.4rem; padding: 0.6rem 1rem; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 2rem; }
label, input { flex: 1 1 100%; font: inherit; }
input { box-sizing: border-box; min-height: 3rem; padding: 0 0.75rem; border: 2px solid GrayText; border-radius: 0.5rem; background: Canvas; color: CanvasText; }
button { font: inherit; font-weight: 600; flex: 1 1 9rem; min-height: 3rem; border: 2px solid CanvasText; border-radius: 0.5rem; background: Canvas; color: CanvasText; cursor: pointer; }
button[value="allow"], button[value="save"] { background: CanvasText; color: Canvas; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }
`;

const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Text made harmless inside HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * A whole page without scripts, images or anything from elsewhere, which no other page may frame.
 *
 * @param body HTML, with every text from outside escaped.
 * @param formTargets Where a form on it may lead, as CSP sources; browsers count the redirects after it. None: it has no form.
 */
export function page(
  statusCode: number,
  title: string,
  body: string,
  formTargets: readonly string[] = ["'none'"],
): WebAnswer {
  return { statusCode, headers: pageHeaders(formTargets), body: htmlOf(title, body) };
}

function htmlOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function pageHeaders(formTargets: readonly string[]): Record<string, string> {
  return {
    ...ANSWER_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `style-src ${STYLE_SOURCE}`,
      `form-action ${formTargets.join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'X-Frame-Options': 'DENY',
  };
}
