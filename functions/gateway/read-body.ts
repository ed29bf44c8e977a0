import { CallError } from '../../shared/call-failure.ts';
import { parseStrictJson, UnclearJson } from '../json/strict-json.ts';
import type { ProxyEvent } from './proxy-event.ts';

/** Bound of one request body. Far above any contract's bounded arguments. */
export const MAX_BODY_BYTES = 1_048_576;
/** Bound of nesting, counted from the message itself. */
export const MAX_BODY_DEPTH = 32;

/**
 * Reads the body as JSON with one meaning (A2, A3).
 *
 * @throws CallError `body_too_large`, `body_not_json` or `body_refused`.
 */
export function readBody(event: ProxyEvent): unknown {
  const text = readText(event);
  try {
    return parseStrictJson(text, { maxDepth: MAX_BODY_DEPTH });
  } catch (cause) {
    if (cause instanceof UnclearJson) throw new CallError({ reason: 'body_refused', rule: cause.rule }, { cause });
    throw new CallError({ reason: 'body_not_json' }, { cause });
  }
}

function readText({ body, isBase64Encoded }: ProxyEvent): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES) throw new CallError({ reason: 'body_too_large' });
  if (!isBase64Encoded) return wellFormed(body);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CallError({ reason: 'body_not_json' }, { cause });
  }
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new CallError({ reason: 'body_not_json' });
}
