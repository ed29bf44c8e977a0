import { CallError } from '../../shared/call-failure.ts';
import type { ProxyEvent } from './proxy-event.ts';

const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** Serves POST with JSON alone: what a web page can send without a preflight is refused (A6, CVE-2026-33252). */
export function checkMethodAndType({ httpMethod }: ProxyEvent, headers: Headers): void {
  if (httpMethod !== 'POST') throw new CallError({ reason: 'method_not_allowed' });
  if (!JSON_TYPE.test(headers.get('content-type') ?? '')) throw new CallError({ reason: 'unsupported_media_type' });
}
