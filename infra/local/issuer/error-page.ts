import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { escapeHtml, page, pageHeaders } from './page.ts';

/** Says what was wrong with a request that cannot be sent back to the client. */
export function errorPage(ctx: KoaContextWithOIDC, { error, error_description }: ErrorOut): void {
  const detail = error_description ? `<p>${escapeHtml(error_description)}</p>` : '';
  ctx.set(pageHeaders([]));
  ctx.body = page('The sign-in was refused', `<p><code>${escapeHtml(error)}</code></p>${detail}`);
}
