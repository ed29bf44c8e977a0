import type { ServerResponse } from 'node:http';
import { STYLE, STYLE_SOURCE } from './page-style.ts';

/** Text made harmless inside HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page without scripts, images or anything from elsewhere. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
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

/**
 * Headers under which a page is served: nothing may be loaded, framed or kept.
 *
 * @param formTargets Origins a form may lead to, for browsers count the redirects after it; undefined for anywhere.
 */
export function pageHeaders(formTargets: readonly string[] | undefined): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      ...(formTargets === undefined ? [] : [`form-action ${["'self'", ...formTargets].join(' ')}`]),
      "frame-ancestors 'none'",
      "base-uri 'none'",
      `style-src ${STYLE_SOURCE}`,
    ].join('; '),
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/** Answers with a page that says why a request was refused. */
export function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, pageHeaders([])).end(page('Not possible', `<p>${escapeHtml(reason)}</p>`));
}
