import type { Connection } from '../../shared/connect.ts';
import { escapeHtml, page } from '../web/page.ts';
import type { WebAnswer } from '../web/web-answer.ts';

/** Says that all is well. */
export function savedPage({ label }: Pick<Connection, 'label'>): WebAnswer {
  const kept = `<p>Kept for you: <strong>${escapeHtml(label)}</strong>.</p>`;
  return page(200, 'Saved', `${kept}\n<p>Go back to your client and call the tool again. You can close this page.</p>`);
}

/** Says that nothing was kept. */
export function cancelledPage(): WebAnswer {
  return page(200, 'Nothing was saved', '<p>You can close this page.</p>');
}
