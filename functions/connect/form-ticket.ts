import { createHmac } from 'node:crypto';
import { isSame } from '../web/digest.ts';
import type { Parameters } from '../web/read-parameters.ts';

/**
 * Binds a form to the page that showed it. The key is a cookie that only this browser has and that was made for this one
 * page, so no server key is needed, and another browser's form serves nobody (B11).
 */
export function formTicket(key: string, id: string): string {
  return createHmac('sha256', key).update(`connect:${id}`).digest('base64url');
}

/** Whether a form came from a page that was shown to this browser. */
export function isTicketed(key: string, id: string, form: Parameters): boolean {
  return isSame(form.get('ticket') ?? '', formTicket(key, id));
}
